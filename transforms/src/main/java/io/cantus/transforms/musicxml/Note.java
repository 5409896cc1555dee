package io.cantus.transforms.musicxml;

/**
 * A note that sounds.
 *
 * @param pitch MIDI pitch as it sounds, 0 to 127
 * @param program MIDI program, 0 to 127
 * @param value in whole notes, 3/8 for a dotted quarter, as drawn
 * @param tiedFrom whether the note goes on from an earlier one without being struck
 * @param tiedOn whether a later one goes on from it
 */
record Note(
    int pitch,
    boolean isDrum,
    int program,
    int velocity,
    int voice,
    Fraction value,
    boolean tiedFrom,
    boolean tiedOn) {}
