package io.cantus.jobs.dataset;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.Tunes;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** NoteSequences in a file, and data sets made of them. */
final class DatasetFixture {
  /** NoteSequences of {@link #batches}. */
  static final int IN_A_BATCH = 8;

  private DatasetFixture() {}

  /** Tunes in so many batches: each weighs an eighth of the smallest batch, in words. */
  static List<NoteSequence> batches(int batches) {
    List<NoteSequence> tunes = new ArrayList<>();
    for (int i = 0; i < batches * IN_A_BATCH; i++) {
      NoteSequence.Builder tune =
          Tunes.sequence("%03d.mid".formatted(i), i % 5 == 4 ? 3 : 7 + i % 4, 40 + i % 30)
              .toBuilder();
      tune.getSequenceMetadataBuilder().setTitle("la ".repeat(43_000));
      tunes.add(tune.build());
    }
    return tunes;
  }

  static Path write(Path file, List<NoteSequence> sequences) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TfRecordWriter writer = new TfRecordWriter(out)) {
      for (NoteSequence sequence : sequences) {
        writer.write(sequence.toByteArray());
      }
    }
    return file;
  }

  static CantusRun create(Path input, String out, String... more) {
    return CantusRun.of(arguments(input, out, more).toArray(String[]::new));
  }

  /** A command line that makes a data set. */
  static List<String> arguments(Path input, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "create-dataset",
                "--config=lookback_rnn",
                "--input=" + input,
                "--output_dir=" + out,
                "--eval_ratio=0.3",
                "--master=local[2]"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** The names of all files in a folder, hidden ones too. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
