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
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends files through conversion and extraction and keeps count of what they took. */
final class MutantCheck {
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final long MAX_ALLOCATED = 256_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MelodyPipeline melodies = new MelodyPipeline(MelodyConfig.named("lookback_rnn"));
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long mostNanos;
  private long mostAllocated;

  /** What goes beyond what any file may do. */
  static final class Finding extends Exception {
    private static final long serialVersionUID = 1L;

    Finding(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Checks one file: an answer for each piece, NoteSequences that are sound, no more than a second
   * of processor time, no more than 256 MB allocated, which bounds what can be on the heap.
   */
  void check(String name, byte[] content) throws Finding {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    try {
      convert(name, content);
    } catch (InvalidProtocolBufferException | RuntimeException | Error e) {
      throw new Finding("thrown", e);
    }
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    mostNanos = Math.max(mostNanos, nanos);
    mostAllocated = Math.max(mostAllocated, allocated);
    if (nanos > MAX_NANOS) {
      throw new Finding("%d ms of processor time".formatted(nanos / 1_000_000), null);
    }
    if (allocated > MAX_ALLOCATED) {
      throw new Finding("%d bytes allocated".formatted(allocated), null);
    }
  }

  private void convert(String name, byte[] content) throws Finding, InvalidProtocolBufferException {
    SourceFormat format = SourceFormat.of(name).orElseThrow();
    List<Conversion> conversions =
        SourceConverter.convert(new SourceFile("fuzz", name), content, ConversionLimits.DEFAULTS);
    if (conversions.isEmpty()) {
      throw new Finding("no answer", null);
    }
    for (Conversion conversion : conversions) {
      count(format + " " + kind("converted", conversion.outcome()));
      if (conversion.outcome() instanceof Outcome.Produced<byte[]> produced) {
        if (produced.values().size() != 1) {
          throw new Finding("%d NoteSequences".formatted(produced.values().size()), null);
        }
        extract(format, produced.values().get(0));
      }
    }
    if (format == SourceFormat.MIDI) {
      MidiSummary.of(content);
    }
  }

  private void extract(SourceFormat format, byte[] record)
      throws Finding, InvalidProtocolBufferException {
    NoteSequence sequence = NoteSequence.parseFrom(record);
    for (Note note : sequence.getNotesList()) {
      if (!(note.getStartTime() <= note.getEndTime() && Double.isFinite(note.getEndTime()))) {
        throw new Finding(
            "a note from %s to %s".formatted(note.getStartTime(), note.getEndTime()), null);
      }
    }
    Outcome<byte[]> examples =
        melodies.run(SequenceColumns.parse(record), Branch.TRAINING).outcome();
    count(format + " " + kind("extracted", examples));
  }

  private static String kind(String what, Outcome<?> outcome) throws Finding {
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
            "at most %d ms of processor time and %d kB allocated for a file%n"
                .formatted(mostNanos / 1_000_000, mostAllocated / 1000))
        .toString();
  }
}
