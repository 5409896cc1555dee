package io.cantus.jobs.outcome;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import java.io.Serializable;
import java.util.Locale;

/**
 * An input that made nothing, and why.
 *
 * @param source the input: a file's name, or a file and the offset of a record in it
 * @param id the NoteSequence's id that it would have had; empty where that is not known
 * @param stage what refused it, such as {@code convert}
 * @param reason stable kebab-case key
 * @param detail one sentence for a person
 * @param offset byte offset in the source, or {@link #NOWHERE}
 * @param track zero-based track, or {@link #NOWHERE}
 */
public record Refusal(
    String source,
    String id,
    String stage,
    Kind kind,
    String reason,
    String detail,
    long offset,
    int track)
    implements Serializable {
  /** The offset or track of a refusal that has none. */
  public static final int NOWHERE = -1;

  /** Which outcome this was. */
  public enum Kind {
    REJECTED,
    FAILED,
    SKIPPED;

    /** The outcome as files name it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    Tally tally(long inputs) {
      return switch (this) {
        case REJECTED -> new Tally(0, inputs, 0, 0);
        case FAILED -> new Tally(0, 0, inputs, 0);
        case SKIPPED -> new Tally(0, 0, 0, inputs);
      };
    }
  }

  /** The refusal that an outcome other than {@link Outcome.Produced} is. */
  public static Refusal of(String source, String stage, Outcome<?> outcome) {
    if (outcome instanceof Outcome.Rejected<?> rejected) {
      return rejected(source, stage, rejected.rejection());
    }
    if (outcome instanceof Outcome.Failed<?> failed) {
      return failed(source, stage, failed.cause());
    }
    throw new IllegalArgumentException("no refusal: " + outcome);
  }

  /** A stage's rejection of an input. */
  public static Refusal rejected(String source, String stage, Rejection rejection) {
    return new Refusal(
        source,
        "",
        stage,
        Kind.REJECTED,
        rejection.reason(),
        rejection.detail(),
        rejection.offset().orElse(NOWHERE),
        rejection.track().orElse(NOWHERE));
  }

  /** A rejection that has no place in the input. */
  public static Refusal rejected(String source, String stage, String reason, String detail) {
    return rejected(source, stage, Rejection.of(reason, detail));
  }

  /** A bug that an input met. */
  public static Refusal failed(String source, String stage, Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    return new Refusal(
        source, "", stage, Kind.FAILED, "exception", cause + where, NOWHERE, NOWHERE);
  }

  /** An input that was not looked into. */
  public static Refusal skipped(String source, String stage, String reason, String detail) {
    return new Refusal(source, "", stage, Kind.SKIPPED, reason, detail, NOWHERE, NOWHERE);
  }

  /** The same of an input whose NoteSequence's id is known. */
  public Refusal withId(String known) {
    return new Refusal(source, known, stage, kind, reason, detail, offset, track);
  }

  /** This refusal, counted. */
  public Tally tally() {
    return kind.tally(1);
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(kind.key()).append(' ').append(source);
    line.append(": ").append(reason);
    if (offset != NOWHERE) {
      line.append(" at byte ").append(offset);
    }
    if (track != NOWHERE) {
      line.append(" in track ").append(track);
    }
    return line.append(": ").append(detail).toString();
  }
}
