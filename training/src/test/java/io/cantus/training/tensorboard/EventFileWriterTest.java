package io.cantus.training.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.Event;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(EventFileWriter.fileName(CLOCK.instant(), "node7"))
        .isEqualTo("events.out.tfevents.1700000000.node7");
  }
}
