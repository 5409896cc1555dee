package io.cantus.training.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.Event;
import io.cantus.proto.SessionLog.SessionStatus;
import io.cantus.proto.Summary;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordException;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** The scalars of a run under their tags, as TensorBoard would show them. Not thread-safe. */
public final class Scalars {
  private final TreeMap<String, List<Point>> byTag = new TreeMap<>();

  /** A value after so many steps. */
  public record Point(long step, double value) {}

  /** Adds the values of a step. */
  public void add(long step, Map<String, Double> values) {
    values.forEach(
        (tag, value) ->
            byTag.computeIfAbsent(tag, any -> new ArrayList<>()).add(new Point(step, value)));
  }

  /** Forgets what was logged for {@code step} and later, as a restart from before it asks. */
  public void dropFrom(long step) {
    byTag.values().forEach(points -> points.removeIf(point -> point.step() >= step));
  }

  /** The values under a tag in the order in which they were logged; none if there are none. */
  public List<Point> of(String tag) {
    return List.copyOf(byTag.getOrDefault(tag, List.of()));
  }

  /** All tags in their order. */
  public SortedSet<String> tags() {
    return Collections.unmodifiableSortedSet(byTag.navigableKeySet());
  }

  /**
   * Adds the scalars of an event file. A file that ends within a record, as that of a run that was
   * killed may, counts up to there.
   *
   * @param name of the file, for messages
   * @throws BadInputException if a record is no event
   */
  public void read(InputStream in, String name) throws IOException {
    try (TfRecordReader records = new TfRecordReader(in, name)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        add(Event.parseFrom(record));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException("%s: not an event file of TensorBoard".formatted(name), e);
    } catch (TfRecordException e) {
      // The writer was killed within this record; there is nothing behind it.
      return;
    }
  }

  private void add(Event event) {
    if (event.getSessionLog().getStatus() == SessionStatus.START) {
      dropFrom(event.getStep());
    }
    for (Summary.Value value : event.getSummary().getValueList()) {
      add(event.getStep(), Map.of(value.getTag(), (double) value.getSimpleValue()));
    }
  }
}
