package io.cantus.jobs.dataset;

import io.cantus.generation.MelodySequencer;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline.ExampleMelody;
import io.cantus.transforms.melody.Melody;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An example to look at and listen to. Which are shown is drawn by lot, and the lot follows from
 * the music, so that the same data set always shows the same.
 *
 * @param source of the NoteSequence that it was made of
 * @param events of the melody, in the model's range and key
 * @param qpm quarter notes a minute
 * @param lot the lowest are shown
 */
record Sample(
    String source,
    Branch branch,
    int[] events,
    int stepsPerBar,
    int stepsPerQuarter,
    double qpm,
    long lot)
    implements Serializable {
  private static final int SHOWN = 8;

  static Sample of(String source, Branch branch, ExampleMelody example, long lot) {
    Melody melody = example.melody();
    return new Sample(
        source,
        branch,
        melody.events(),
        melody.stepsPerBar(),
        melody.stepsPerQuarter(),
        example.qpm(),
        lot);
  }

  /** Those of them that are to be shown. */
  static List<Sample> drawn(Stream<Sample> all) {
    return all.sorted(Comparator.comparingLong(Sample::lot).thenComparing(Sample::source))
        .limit(SHOWN)
        .toList();
  }

  NoteSequence sequence() {
    return MelodySequencer.sequence(new Melody(events, 0, stepsPerBar, stepsPerQuarter), qpm);
  }
}
