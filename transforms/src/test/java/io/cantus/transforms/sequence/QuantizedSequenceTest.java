package io.cantus.transforms.sequence;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantizedSequenceTest {
  private static QuantizedSequence quantized(NoteSequence sequence) {
    return ((Outcome.Produced<QuantizedSequence>) Quantizer.quantize(sequence, 4)).values().get(0);
  }

  private static List<String> notes(QuantizedSequence sequence) {
    return IntStream.range(0, sequence.noteCount())
        .mapToObj(
            note ->
                "%d: %d %d-%d"
                    .formatted(
                        sequence.instrument(note),
                        sequence.pitch(note),
                        sequence.startStep(note),
                        sequence.endStep(note)))
        .toList();
  }

  private static Note.Builder drum(int pitch) {
    return Note.newBuilder().setPitch(pitch).setVelocity(90).setIsDrum(true).setEndTime(1);
  }

  @Test
  void ordersNotesByInstrumentThenStepThenFromHighToLowThenAsTheyCome() {
    assertThat(
            notes(
                quantized(
                    sequence()
                        .step(1, 40, 0, 1)
                        .step(0, 60, 4, 5)
                        .step(0, 60, 4, 6)
                        .step(0, 72, 4, 7)
                        .note(0, 50, 0.51, 0.7)
                        .step(0, 61, 0, 1)
                        .step(-1, 30, 9, 10)
                        .build())))
        .containsExactly(
            "-1: 30 9-10",
            "0: 61 0-1",
            "0: 72 4-7",
            "0: 60 4-5",
            "0: 60 4-6",
            "0: 50 4-6",
            "1: 40 0-1");
  }

  @Test
  void transposesAllButDrumsWhichKeepTheirPlaceAmongThePitches() {
    QuantizedSequence sequence =
        quantized(sequence().step(60, 0, 8).note(drum(62)).step(64, 0, 8).build());

    assertThat(notes(sequence.transposed(0)))
        .containsExactly("0: 64 0-8", "0: 62 0-8", "0: 60 0-8");
    assertThat(notes(sequence.transposed(2)))
        .containsExactly("0: 66 0-8", "0: 62 0-8", "0: 62 0-8");
    assertThat(sequence.transposed(2).isDrum(1)).isFalse();
    assertThat(notes(sequence.transposed(5).transposed(-8)))
        .containsExactly("0: 62 0-8", "0: 61 0-8", "0: 57 0-8");
    assertThat(notes(sequence.transposed(-61)))
        .containsExactly("0: 62 0-8", "0: 3 0-8", "0: -1 0-8");
    assertThat(notes(sequence)).containsExactly("0: 64 0-8", "0: 62 0-8", "0: 60 0-8");
  }

  @Test
  void stepsAsLateAsAnyKeepTheirOrder() {
    long last = (1L << 52) / 8 * 8;
    assertThat(
            notes(
                quantized(
                    sequence()
                        .step(60, last, last + 8)
                        .step(61, last, last + 8)
                        .step(62, last - 8, last)
                        .build())))
        .containsExactly(
            "0: 62 %d-%d".formatted(last - 8, last),
            "0: 61 %d-%d".formatted(last, last + 8),
            "0: 60 %d-%d".formatted(last, last + 8));
  }
}
