package io.cantus.transforms.dataset;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.sequence.Sequences;
import io.cantus.transforms.statistics.Statistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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
    Outcome<byte[]> outcome = pipeline.run(sequence, Branch.TRAINING).outcome();
    return outcome instanceof Outcome.Rejected<byte[]> rejected
        ? rejected.rejection().reason()
        : outcome.getClass().getSimpleName();
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
