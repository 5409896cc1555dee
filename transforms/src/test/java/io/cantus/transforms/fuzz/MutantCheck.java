package io.cantus.transforms.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.midi.MidiSummary;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** Sends files through conversion and extraction and keeps count of what they took. */
final class MutantCheck {
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final long MAX_ALLOCATED = 256_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MelodyPipeline melodies = new MelodyPipeline(MelodyConfig.named("lookback_rnn"));
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int pieces;
  private long allocatedBefore;
  private long mostNanos;
  private long mostAllocated;

  /** What goes beyond what any file may do. */
  static final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Finding(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Checks one file: an answer for each piece, NoteSequences that are sound, no more than a second
   * of processor time, no more than 256 MB allocated for a piece, which bounds what can be on the
   * heap.
   */
  void check(String name, byte[] content) {
    pieces = 0;
    allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    SourceFormat format = SourceFormat.of(name).orElseThrow();
    try {
      SourceConverter.convert(
          new SourceFile("fuzz", name),
          content,
          ConversionLimits.DEFAULTS,
          conversion -> checkPiece(format, conversion.outcome()));
      if (format == SourceFormat.MIDI) {
        MidiSummary.of(content);
      }
      checkAllocated();
    } catch (Finding finding) {
      throw finding;
    } catch (RuntimeException | Error e) {
      throw new Finding("thrown", e);
    }
    if (pieces == 0) {
      throw new Finding("no answer", null);
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    mostNanos = Math.max(mostNanos, nanos);
    if (nanos > MAX_NANOS) {
      throw new Finding("%d ms of processor time".formatted(nanos / 1_000_000), null);
    }
  }

  private void checkPiece(SourceFormat format, Outcome<byte[]> outcome) {
    pieces++;
    count(format + " " + kind("converted", outcome));
    if (outcome instanceof Outcome.Produced<byte[]> produced) {
      if (produced.values().size() != 1) {
        throw new Finding("%d NoteSequences".formatted(produced.values().size()), null);
      }
      byte[] record = produced.values().get(0);
      checkNotes(record);
      Outcome<byte[]> examples =
          melodies.run(SequenceColumns.parse(record), Branch.TRAINING).outcome();
      count(format + " " + kind("extracted", examples));
    }
    checkAllocated();
  }

  private static void checkNotes(byte[] record) {
    try {
      for (Note note : NoteSequence.parseFrom(record).getNotesList()) {
        if (!(note.getStartTime() <= note.getEndTime() && Double.isFinite(note.getEndTime()))) {
          throw new Finding(
              "a note from %s to %s".formatted(note.getStartTime(), note.getEndTime()), null);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new Finding("no NoteSequence", e);
    }
  }

  /** Since the last time that it was asked. */
  private void checkAllocated() {
    long now = THREADS.getCurrentThreadAllocatedBytes();
    long allocated = now - allocatedBefore;
    allocatedBefore = now;
    mostAllocated = Math.max(mostAllocated, allocated);
    if (allocated > MAX_ALLOCATED) {
      throw new Finding("%d bytes allocated".formatted(allocated), null);
    }
  }

  private static String kind(String what, Outcome<?> outcome) {
    if (outcome instanceof Outcome.Failed<?> failed) {
      throw new Finding("failed", failed.cause());
    }
    return outcome instanceof Outcome.Rejected<?> rejected
        ? "rejected: " + rejected.rejection().reason()
        : what;
  }

  private void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /** What became of all, and the most that one of them took. */
  String report() {
    StringBuilder report = new StringBuilder();
    outcomes.forEach((outcome, count) -> report.append("%9d %s%n".formatted(count, outcome)));
    return report
        .append(
            "at most %d ms of processor time and %d kB allocated for a piece%n"
                .formatted(mostNanos / 1_000_000, mostAllocated / 1000))
        .toString();
  }
}
