package io.cantus.transforms.dataset;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.DatasetProfile.Measure;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import io.cantus.transforms.sequence.Sequences;
import io.cantus.transforms.statistics.Statistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MelodyPipelineTest {
  private final MelodyPipeline pipeline = new MelodyPipeline(MelodyConfig.named("lookback_rnn"));

  /** A scale of quarter notes over {@code bars} bars of 4/4. */
  private static Sequences scale(Sequences sequence, int bars) {
    for (int beat = 0; beat < 4 * bars; beat++) {
      sequence.step(60 + beat % 7, 4L * beat, 4L * beat + 4);
    }
    return sequence;
  }

  private String reason(Sequences sequence) {
    return reason(sequence.build());
  }

  private String reason(NoteSequence sequence) {
    return reason(pipeline.run(sequence, Branch.TRAINING));
  }

  @Test
  void makesAnExampleOfEachMelody() {
    MelodyPipeline.Result result = pipeline.run(scale(sequence(), 8).build(), Branch.TRAINING);

    assertThat(result.outcome()).isInstanceOf(Outcome.Produced.class);
    Outcome.Produced<byte[]> produced = (Outcome.Produced<byte[]>) result.outcome();
    assertThat(produced.values()).hasSize(1);
    TrainingExample example = SequenceExampleReader.read(produced.values().get(0));
    assertThat(example.steps()).isEqualTo(127);
    assertThat(example.inputSize()).isEqualTo(121);
    assertThat(result.statistics().render())
        .isEqualTo(
            """
            DAGPipeline_MelodyExtractor_training_melodies_discarded_too_few_pitches: 0
            DAGPipeline_MelodyExtractor_training_melodies_discarded_too_long: 0
            DAGPipeline_MelodyExtractor_training_melodies_discarded_too_short: 0
            DAGPipeline_MelodyExtractor_training_melodies_truncated: 0
            DAGPipeline_MelodyExtractor_training_melody_lengths_in_bars:
              [8,10): 1
            DAGPipeline_MelodyExtractor_training_polyphonic_tracks_discarded: 0
            DAGPipeline_RandomPartition_training_melodies_count: 1
            DAGPipeline_TranspositionPipeline_training_skipped_due_to_range_exceeded: 0
            DAGPipeline_TranspositionPipeline_training_transpositions_generated: 1
            """);
  }

  @Test
  void theBranchStandsInEveryName() {
    Statistics statistics =
        pipeline.run(scale(sequence().meter(1, 3, 6), 8).build(), Branch.EVAL).statistics();

    assertThat(statistics.render())
        .contains("DAGPipeline_RandomPartition_eval_melodies_count: 1")
        .contains("DAGPipeline_Quantizer_eval_sequences_discarded_because_bad_time_signature: 1")
        .contains("DAGPipeline_TranspositionPipeline_eval_")
        .contains("DAGPipeline_MelodyExtractor_eval_")
        .doesNotContain("training");
  }

  @Test
  void aSequenceThatTheQuantizerLeavesOutIsNotCountedAgainWithLaterOnes() {
    Statistics statistics = new Statistics();
    for (Sequences sequence :
        new Sequences[] {
          scale(sequence().meter(0, 4, 6), 8), scale(sequence(), 8), scale(sequence(), 8)
        }) {
      statistics.merge(pipeline.run(sequence.build(), Branch.TRAINING).statistics());
    }

    // The reference, whose Quantizer never clears its counter, says 3.
    assertThat(
            statistics.counter(
                "DAGPipeline_Quantizer_training_sequences_discarded_because_bad_time_signature"))
        .isEqualTo(1);
    assertThat(
            statistics.counter(
                "DAGPipeline_TranspositionPipeline_training_transpositions_generated"))
        .isEqualTo(2);
  }

  @Test
  void withoutNotesOnlyThePartitionIsCounted() {
    assertThat(pipeline.run(sequence().build(), Branch.TRAINING).statistics().render())
        .isEqualTo("DAGPipeline_RandomPartition_training_melodies_count: 1\n");
  }

  @Test
  void saysWhyASequenceGivesNothing() {
    Note.Builder drum =
        Note.newBuilder().setPitch(36).setVelocity(100).setIsDrum(true).setEndTime(1);
    Sequences oneNote = sequence().step(60, 0, 8 * 16);
    Sequences chords = scale(sequence().step(72, 0, 4), 8);

    assertThat(reason(sequence())).isEqualTo("no-notes");
    assertThat(reason(sequence().note(60, 0, 1).totalTime(0))).isEqualTo("no-total-time");
    assertThat(reason(sequence().note(drum))).isEqualTo("no-melodic-notes");
    assertThat(reason(scale(sequence(), 6))).isEqualTo("melodies-too-short");
    assertThat(reason(oneNote)).isEqualTo("too-few-pitches");
    assertThat(reason(chords)).isEqualTo("polyphonic");
    assertThat(reason(scale(sequence().meter(0, 3, 32), 8))).isEqualTo("non-integer-steps-per-bar");
    assertThat(reason(scale(sequence().meter(0, 4, 6), 8))).isEqualTo("bad-time-signature");
    assertThat(reason(scale(sequence().step(128, 0, 1), 8))).isEqualTo("pitch-out-of-range");
    assertThat(reason(chords.step(1, 60, 0, 8 * 16))).isEqualTo("too-few-pitches");
  }

  @Test
  void theDetailNamesAllReasonsNearestFirst() {
    Sequences sequence = sequence().step(0, 60, 0, 8 * 16).step(1, 60, 0, 1);
    sequence.step(1, 61, 0, 1).step(2, 60, 0, 1).step(2, 60, 32, 33);

    assertThat(pipeline.run(sequence.build(), Branch.TRAINING).outcome())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected ->
                assertThat(rejected.rejection().detail())
                    .isEqualTo(
                        "melodies of fewer than 5 pitch classes: 1, melodies of fewer than 7 bars: 2, instruments with two notes at a step: 1"));
  }

  @Test
  void rejectsTheInputsAtWhichTheReferenceEndsItsRun() {
    NoteSequence.Builder quantized = scale(sequence(), 8).build().toBuilder();
    quantized.getQuantizationInfoBuilder().setStepsPerQuarter(4);

    assertThat(reason(quantized.build())).isEqualTo("already-quantized");
    assertThat(reason(scale(sequence().note(60, 1, -1), 8))).isEqualTo("negative-time");
    assertThat(reason(scale(sequence().note(60, 2, 1), 8))).isEqualTo("note-ends-before-start");
    assertThat(reason(scale(sequence().tempo(0, Double.NaN), 8))).isEqualTo("time-out-of-range");
    assertThat(
            pipeline
                .run(scale(sequence().note(60, 2, 1), 8).build(), Branch.TRAINING)
                .statistics()
                .render())
        .isEqualTo("DAGPipeline_RandomPartition_training_melodies_count: 1\n");
  }

  @Test
  void drumsMayHaveAnyPitch() {
    Note.Builder drum =
        Note.newBuilder()
            .setPitch(200)
            .setVelocity(100)
            .setIsDrum(true)
            .setEndTime(1)
            .setInstrument(1);

    assertThat(reason(scale(sequence().note(drum), 8))).isEqualTo("Produced");
  }

  private static MelodyPipeline with(DatasetOptions options) {
    return new MelodyPipeline(MelodyConfig.named("mono_rnn"), options, ExampleEncoding.COMPACT);
  }

  /** The events of each example. */
  private static List<int[]> melodies(MelodyPipeline.Result result) {
    assertThat(result.outcome()).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<byte[]>) result.outcome())
        .values().stream()
            .map(example -> SequenceExampleReader.readCompact(example).orElseThrow().events())
            .toList();
  }

  @Test
  void aCompactExampleHoldsTheMelodyInTheModelsRangeAndKey() {
    MelodyConfig config = MelodyConfig.named("lookback_rnn");
    NoteSequence sequence = scale(sequence(), 8).build();

    MelodyPipeline.Result compact =
        new MelodyPipeline(config, DatasetOptions.DEFAULTS, ExampleEncoding.COMPACT)
            .run(sequence, Branch.TRAINING);

    MelodyPipeline.Result dense = pipeline.run(sequence, Branch.TRAINING);
    assertThat(melodies(compact)).hasSize(1);
    assertThat(melodies(compact).get(0)).hasSize(128);
    assertThat(compact.statistics()).isEqualTo(dense.statistics());
    assertThat(compact.profile()).isEqualTo(dense.profile());
  }

  @Test
  void eachPartIsTransposedByEachAmountInTurnAndDroppedWherePitchesDoNotExist() {
    DatasetOptions options =
        new DatasetOptions(4, List.of(5, 0, 62, -61), ExtractionOptions.DATASET);

    // The scale goes from 60 to 66; where the tempo changes it has come to 64.
    Sequences sequence = scale(sequence(), 16).tempo(16, 240);
    MelodyPipeline.Result result = with(options).run(sequence.build(), Branch.EVAL);

    assertThat(melodies(result)).extracting(events -> events[0]).containsExactly(65, 60, 69, 64);
    assertThat(result.statistics().counters())
        .containsEntry("DAGPipeline_TranspositionPipeline_eval_transpositions_generated", 4L)
        .containsEntry("DAGPipeline_TranspositionPipeline_eval_skipped_due_to_range_exceeded", 4L);
    assertThat(result.profile().histogram(Measure.TRANSPOSITION).counts()[127 + 5 + 1])
        .isEqualTo(2);
  }

  @Test
  void drumsAreNotTransposed() {
    DatasetOptions options = new DatasetOptions(4, List.of(62), keepingDrums());
    Sequences sequence = scale(sequence(), 8);
    NoteSequence.Builder drums = sequence.build().toBuilder();
    drums.getNotesBuilderList().forEach(note -> note.setIsDrum(true));

    assertThat(reason(with(options).run(sequence.build(), Branch.TRAINING)))
        .isEqualTo("pitch-out-of-range");
    assertThat(melodies(with(options).run(drums.build(), Branch.TRAINING)).get(0)).startsWith(60);
  }

  @Test
  void drumsThatMayBeMelodiesMustHaveAPitch() {
    DatasetOptions options = new DatasetOptions(4, List.of(0), keepingDrums());
    Note.Builder drum =
        Note.newBuilder().setPitch(200).setVelocity(100).setIsDrum(true).setEndTime(1);

    assertThat(reason(with(options).run(scale(sequence().note(drum), 8).build(), Branch.TRAINING)))
        .isEqualTo("pitch-out-of-range");
  }

  private static ExtractionOptions keepingDrums() {
    return new ExtractionOptions(
        0,
        7,
        512,
        ExtractionOptions.NO_LIMIT,
        1.0,
        5,
        Polyphony.ABANDON,
        Ending.LAST_NOTE,
        Drums.KEEP);
  }

  @Test
  void theOptionsInForceDecideAndAreNamedInTheReason() {
    ExtractionOptions strict =
        new ExtractionOptions(
            0, 9, 512, 130, 1.0, 8, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);
    MelodyPipeline pipeline = with(new DatasetOptions(4, List.of(0), strict));

    assertThat(rejection(pipeline.run(scale(sequence(), 8).build(), Branch.TRAINING)))
        .isEqualTo("melodies-too-short: melodies of fewer than 9 bars: 1");
    assertThat(rejection(pipeline.run(scale(sequence(), 9).build(), Branch.TRAINING)))
        .isEqualTo("melodies-too-long: melodies of more than 130 steps: 1");
    assertThat(
            rejection(
                with(new DatasetOptions(3, List.of(0), strict))
                    .run(scale(sequence(), 9).build(), Branch.TRAINING)))
        .isEqualTo("too-few-pitches: melodies of fewer than 8 pitch classes: 1");
  }

  @Test
  void stepsPerQuarterMakeTheGrid() {
    DatasetOptions options = new DatasetOptions(8, List.of(0), ExtractionOptions.DATASET);

    MelodyPipeline.Result result = with(options).run(scale(sequence(), 8).build(), Branch.TRAINING);

    assertThat(melodies(result).get(0)).hasSize(256).startsWith(60, -2, -2, -2, -2, -2, -2, -2, 61);
    assertThat(
            SequenceExampleReader.readCompact(
                ((Outcome.Produced<byte[]>) result.outcome()).values().get(0)))
        .hasValueSatisfying(example -> assertThat(example.stepsPerQuarter()).isEqualTo(8));
  }

  @Test
  void lengthBucketsFollowTheLeastNumberOfBars() {
    ExtractionOptions two =
        new ExtractionOptions(
            0, 21, 512, 1000, 1.0, 5, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);

    assertThat(
            with(new DatasetOptions(4, List.of(0), two))
                .run(scale(sequence(), 22).build(), Branch.TRAINING)
                .statistics()
                .histograms()
                .get("DAGPipeline_MelodyExtractor_training_melody_lengths_in_bars")
                .lowerBounds())
        .containsExactly(0, 1, 10, 20, 21, 22, 30, 40, 50, 100, 200, 500);
  }

  @Test
  void examplesThatMemoryShouldNotHoldAreRefused() {
    ExtractionOptions unlimited =
        new ExtractionOptions(
            0,
            1,
            ExtractionOptions.NO_LIMIT,
            ExtractionOptions.NO_LIMIT,
            Double.POSITIVE_INFINITY,
            1,
            Polyphony.ABANDON,
            Ending.LAST_NOTE,
            Drums.SKIP);
    DatasetOptions options = new DatasetOptions(4, List.of(0), unlimited);
    MelodyPipeline dense =
        new MelodyPipeline(MelodyConfig.named("lookback_rnn"), options, ExampleEncoding.DENSE);
    NoteSequence million = sequence().step(60, 0, 1_000_000).build();
    NoteSequence billion = sequence().step(60, 0, 1_000_000_000).build();

    assertThat(reason(dense.run(million, Branch.TRAINING))).isEqualTo("examples-too-large");
    assertThat(reason(with(options).run(million, Branch.TRAINING))).isEqualTo("Produced");
    assertThat(reason(with(options).run(billion, Branch.TRAINING))).isEqualTo("melody-too-long");
  }

  @Test
  void theProfileTellsWhatTheMelodiesAreLike() {
    Sequences sequence = scale(sequence().tempo(0, 125), 9);
    NoteSequence.Builder song = sequence.build().toBuilder();
    song.getNotesBuilderList().forEach(note -> note.setProgram(40).setPitch(note.getPitch() + 26));
    song.getTemposBuilder(0).setQpm(120.5);

    DatasetProfile profile = pipeline.run(song.build(), Branch.TRAINING).profile();
    DatasetProfile twice = new DatasetProfile();
    twice.merge(profile);
    twice.merge(profile);

    assertThat(profile.histogram(Measure.LENGTH_IN_BARS).counts()[9 + 1]).isEqualTo(1);
    assertThat(profile.histogram(Measure.PROGRAM).counts()[40 + 1]).isEqualTo(1);
    assertThat(profile.histogram(Measure.TEMPO_QPM).counts()[12 + 1]).isEqualTo(1);
    assertThat(profile.histogram(Measure.EXAMPLES_PER_SEQUENCE).counts()[1 + 1]).isEqualTo(1);
    assertThat(LongStream.of(profile.histogram(Measure.PITCH_FOUND).counts()).sum()).isEqualTo(36);
    assertThat(profile.histogram(Measure.PITCH_FOUND).counts()[86 + 1]).isEqualTo(6);
    assertThat(LongStream.of(profile.histogram(Measure.PITCH).counts()).skip(84 + 1).sum())
        .isZero();
    assertThat(twice.histogram(Measure.PITCH_FOUND).counts()[86 + 1]).isEqualTo(12);
    assertThat(twice).isNotEqualTo(profile);
    assertThat(pipeline.run(sequence().build(), Branch.EVAL).profile())
        .isNotEqualTo(new DatasetProfile());
  }

  private static String reason(MelodyPipeline.Result result) {
    return result.outcome() instanceof Outcome.Rejected<byte[]> rejected
        ? rejected.rejection().reason()
        : result.outcome().getClass().getSimpleName();
  }

  private static String rejection(MelodyPipeline.Result result) {
    return result.outcome() instanceof Outcome.Rejected<byte[]> rejected
        ? rejected.rejection().toString()
        : result.outcome().toString();
  }

  @Test
  void travelsToWhereTheWorkIs() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(pipeline);
    }
    NoteSequence sequence = scale(sequence(), 8).build();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      MelodyPipeline there = (MelodyPipeline) in.readObject();
      assertThat(there.run(sequence, Branch.EVAL).statistics())
          .isEqualTo(pipeline.run(sequence, Branch.EVAL).statistics());
    }
  }
}
