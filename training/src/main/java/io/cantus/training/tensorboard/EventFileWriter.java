package io.cantus.training.tensorboard;

import io.cantus.proto.Event;
import io.cantus.proto.SessionLog;
import io.cantus.proto.Summary;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Writes scalars to an event file of TensorBoard: TFRecords of TensorFlow's Event message, the
 * first of which names the version of the format. Not thread-safe.
 */
public final class EventFileWriter implements AutoCloseable {
  /** What the names of all event files begin with. */
  public static final String NAME_START = "events.out.tfevents.";

  private static final String FILE_VERSION = "brain.Event:2";

  private final OutputStream out;
  private final TfRecordWriter records;
  private final Clock clock;

  /** Starts the file; {@code clock} gives the wall time of each event. */
  public EventFileWriter(OutputStream out, Clock clock) throws IOException {
    this.out = out;
    this.records = new TfRecordWriter(out);
    this.clock = clock;
    write(Event.newBuilder().setFileVersion(FILE_VERSION));
  }

  /**
   * The name by which TensorBoard finds the event file of a run on {@code host}.
   *
   * @param number tells files of the same second apart; later ones have higher numbers
   */
  public static String fileName(Instant start, String host, int number) {
    return "%s%010d.%s.%05d".formatted(NAME_START, start.getEpochSecond(), host, number);
  }

  /** Says that the run starts here: whatever was logged for {@code step} or later is void. */
  public void writeStart(long step) throws IOException {
    write(
        Event.newBuilder()
            .setStep(step)
            .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
    out.flush();
  }

  /** Appends the values of a step, each under its tag, as float32, and flushes. */
  public void writeScalars(long step, Map<String, Double> scalars) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    scalars.forEach(
        (tag, value) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    write(Event.newBuilder().setStep(step).setSummary(summary));
    out.flush();
  }

  private void write(Event.Builder event) throws IOException {
    records.write(event.setWallTime(clock.millis() / 1e3).build().toByteArray());
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
