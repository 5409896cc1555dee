package io.cantus.jobs.convert;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.Tunes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files to convert, of which some are damaged, and runs that convert them. */
final class Songs {
  /** Of {@link #FILES}: of 1, 2, 4, 8, 16 files, and the rest. */
  static final int BATCHES = 6;

  static final int FILES = 40;

  private Songs() {}

  /** Songs by their names, in order; each seventh is cut off. */
  static Map<String, byte[]> named(int files) {
    Map<String, byte[]> songs = new LinkedHashMap<>();
    for (int i = 0; i < files; i++) {
      byte[] song = Tunes.midi(1 + i % 3, 30 + i % 50);
      songs.put("songs/%04d.mid".formatted(i), i % 7 == 6 ? cut(song) : song);
    }
    return songs;
  }

  /** Without its end, by which it is refused. */
  static byte[] cut(byte[] song) {
    return Arrays.copyOf(song, song.length - 4);
  }

  /** Writes files into a folder; returns the one that they all lie in, {@code songs}. */
  static Path write(Path folder, Map<String, byte[]> songs) throws IOException {
    for (Map.Entry<String, byte[]> song : songs.entrySet()) {
      Path file = folder.resolve(song.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, song.getValue());
    }
    return folder.resolve("songs");
  }

  /** A command line that converts, into a folder that also gets the quarantine. */
  static List<String> arguments(Object input, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "convert",
                "--recursive",
                "--output_file=" + out + "/ns.tfrecord",
                "--quarantine_dir=" + out + "/quarantine",
                "--input_dir=" + input,
                "--partitions=" + BATCHES,
                "--master=local[2]"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  static CantusRun convert(Object input, String out, String... more) {
    return CantusRun.of(arguments(input, out, more).toArray(String[]::new));
  }
}
