package io.cantus.jobs;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.midi.MidiWriter;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small music for the tests, and the files that it is in. */
public final class Tunes {
  private static final int[] SCALE = {0, 2, 4, 5, 7};
  private static final double QUARTER = 0.5;

  private Tunes() {}

  /** Quarter notes up and down five pitches from {@code lowest}, 120 to the minute, in 4/4. */
  public static NoteSequence sequence(String filename, int bars, int lowest) {
    NoteSequence.Builder sequence =
        NoteSequence.newBuilder()
            .setId("/id/test/" + filename)
            .setFilename(filename)
            .setTicksPerQuarter(220)
            .setTotalTime(4 * bars * QUARTER);
    sequence.addTemposBuilder().setQpm(120);
    sequence.addTimeSignaturesBuilder().setNumerator(4).setDenominator(4);
    for (int i = 0; i < 4 * bars; i++) {
      sequence
          .addNotesBuilder()
          .setPitch(lowest + SCALE[i % SCALE.length])
          .setVelocity(80)
          .setStartTime(i * QUARTER)
          .setEndTime((i + 1) * QUARTER);
    }
    return sequence.build();
  }

  /** The same as a MIDI file. */
  public static byte[] midi(int bars, int lowest) {
    return MidiWriter.write(sequence("", bars, lowest));
  }

  /** All records of a file. */
  public static List<byte[]> records(Path file) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        TfRecordReader reader = new TfRecordReader(in, file.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }
}
