package io.cantus.training.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.Event;
import io.cantus.proto.SessionLog;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileWriterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @Test
  void startsWithTheVersionAndHoldsTheScalarsOfEachStep() throws Exception {
    EventMetrics metrics = new EventMetrics(3, 0);
    metrics.add(1, 1, 0.5);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (EventFileWriter writer = new EventFileWriter(file, CLOCK)) {
      writer.writeScalars(11, metrics.trainScalars());
    }

    List<Event> events = read(file.toByteArray());

    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isEqualTo(1_700_000_000.25);
    assertThat(events.get(1).getStep()).isEqualTo(11);
    assertThat(events.get(1).getSummary().getValueList())
        .hasSize(7)
        .anySatisfy(
            value -> {
              assertThat(value.getTag()).isEqualTo("loss");
              assertThat(value.getSimpleValue()).isEqualTo(0.5f);
            })
        .anySatisfy(
            value -> {
              assertThat(value.getTag()).isEqualTo("metrics/no_event_accuracy");
              assertThat(value.getSimpleValue()).isNaN();
            });
  }

  @Test
  void scalarsAreReadBackAndARestartVoidsWhatCameLater() throws Exception {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    try (EventFileWriter writer = new EventFileWriter(first, CLOCK)) {
      for (long step = 1; step <= 41; step += 10) {
        writer.writeScalars(step, Map.of("loss", 1.0 / step, "other", (double) step));
      }
    }
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    try (EventFileWriter writer = new EventFileWriter(second, CLOCK)) {
      writer.writeStart(21);
      writer.writeScalars(21, Map.of("loss", 7.0));
    }
    // As a run that was killed leaves it.
    byte[] cut = Arrays.copyOf(second.toByteArray(), second.size() + 5);

    Scalars scalars = new Scalars();
    scalars.read(new ByteArrayInputStream(first.toByteArray()), "first");
    scalars.read(new ByteArrayInputStream(cut), "second");

    assertThat(scalars.of("loss"))
        .containsExactly(
            new Scalars.Point(1, 1),
            new Scalars.Point(11, (double) (float) (1.0 / 11)),
            new Scalars.Point(21, 7));
    assertThat(scalars.of("other"))
        .containsExactly(new Scalars.Point(1, 1), new Scalars.Point(11, 11));
    assertThat(scalars.of("none")).isEmpty();
    assertThat(scalars.tags()).containsExactly("loss", "other");
    assertThat(read(second.toByteArray()).get(1).getSessionLog().getStatus())
        .isEqualTo(SessionLog.SessionStatus.START);
  }

  private static List<Event> read(byte[] file) throws Exception {
    List<Event> events = new ArrayList<>();
    try (TfRecordReader reader = new TfRecordReader(new ByteArrayInputStream(file), "events")) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        events.add(Event.parseFrom(record));
      }
    }
    return events;
  }

  @Test
  void fileNameIsAsTensorFlowGivesIt() {
    assertThat(EventFileWriter.fileName(CLOCK.instant(), "node7", 2))
        .isEqualTo("events.out.tfevents.1700000000.node7.00002");
  }
}
