package io.cantus.generation;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.melody.Melody;

/**
 * One output.
 *
 * @param melody the primer and what was generated, in the primer's own key
 * @param modelMelody the same as the model made it, in the model's range and key
 * @param logLikelihood of the model's melody without its first event, at the run's temperature
 * @param sequence the melody's notes
 * @param midi the bytes of its MIDI file
 */
public record GeneratedMelody(
    Melody melody, Melody modelMelody, float logLikelihood, NoteSequence sequence, byte[] midi) {}
