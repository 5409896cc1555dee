package io.cantus.generation;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.SourceFile;
import java.io.Serializable;

/**
 * What a generated melody begins with.
 *
 * @param sequence the primer's notes
 * @param qpm quarter notes per minute of the primer and of all that follows
 * @param source what to call the primer in messages
 */
public record Primer(NoteSequence sequence, double qpm, String source) implements Serializable {
  /** The tempo when nothing else says one. */
  public static final double DEFAULT_QPM = 120.0;

  private static final int MIDDLE_C = 60;

  /** The slowest and the fastest tempo that a MIDI file can hold, in quarter notes per minute. */
  private static final double MIN_QPM = 6e7 / 0xffffff;

  private static final double MAX_QPM = 6e7;

  /**
   * A primer of events, one for a step.
   *
   * @param literal a list as in Python, such as {@code [60, -2, -1]}
   * @param qpm quarter notes per minute; 0 for {@link #DEFAULT_QPM}
   * @throws UsageException if the text is no such list; says where
   */
  public static Primer melody(String literal, double qpm) {
    return of(Melody.of(EventListParser.parse(literal)), qpm, "primer_melody");
  }

  /**
   * The primer for want of one: a single middle C.
   *
   * @param qpm quarter notes per minute; 0 for {@link #DEFAULT_QPM}
   */
  public static Primer middleC(double qpm) {
    return of(Melody.of(MIDDLE_C), qpm, "default primer");
  }

  /**
   * A primer from a MIDI file, whose first tempo overrides {@code qpm}.
   *
   * @param source what to call the file in messages, usually its path
   * @param qpm quarter notes per minute; 0 for {@link #DEFAULT_QPM}
   * @throws BadInputException if the file is no MIDI file; says what is wrong and where
   */
  public static Primer midi(byte[] midi, String source, double qpm) {
    double asked = checked(qpm);
    Outcome<NoteSequence> outcome = MidiConverter.convert(new SourceFile("", source), midi);
    if (outcome instanceof Outcome.Produced<NoteSequence> produced) {
      NoteSequence sequence = produced.values().get(0);
      double own = sequence.getTemposCount() > 0 ? sequence.getTempos(0).getQpm() : 0;
      return new Primer(sequence, own != 0 ? own : asked, source);
    }
    if (outcome instanceof Outcome.Rejected<NoteSequence> rejected) {
      throw new BadInputException(
          "%s: cannot be read as MIDI: %s".formatted(source, rejected.rejection()));
    }
    throw new IllegalStateException(
        "conversion of " + source + " failed", ((Outcome.Failed<NoteSequence>) outcome).cause());
  }

  private static Primer of(Melody melody, double qpm, String source) {
    double asked = checked(qpm);
    return new Primer(MelodySequencer.sequence(melody, asked), asked, source);
  }

  private static double checked(double qpm) {
    if (qpm == 0) {
      return DEFAULT_QPM;
    }
    if (!(qpm >= MIN_QPM && qpm <= MAX_QPM)) {
      throw new UsageException(
          "qpm is %s; a MIDI file can hold tempos from 3.58 to 60000000".formatted(qpm));
    }
    return qpm;
  }
}
