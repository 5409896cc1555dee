package io.cantus.jobs.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.TarFile;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.ArchiveLimits;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceReader;
import io.cantus.jobs.source.Sources;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackCommandTest {
  private final Configuration configuration = new Configuration();
  private final Storage storage = new Storage(configuration);

  @TempDir private Path folder;
  private Path songs;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    songs = Files.createDirectory(folder.resolve("songs"));
    out = Files.createDirectory(folder.resolve("out"));
  }

  private void write(String name, String content) throws IOException {
    Path file = songs.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void writeSongs() throws IOException {
    write("a.mid", "a".repeat(150_000));
    write("caf\u00e9 \uD83C\uDFB5.mid", "");
    write("notes.txt", "text");
    write("sub/deep/b.MIDI", "b".repeat(90_000));
    write("sub/deep/c.mid", "c".repeat(90_000));
  }

  private CantusRun pack(Object input, String output, String... more) {
    List<String> args = new ArrayList<>(List.of("pack", "--input_dir=" + input));
    args.addAll(List.of("--output_file=" + out.resolve(output), "--master=local[2]"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private void packs(Object input, String output, String... more) {
    CantusRun run = pack(input, output, more);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  /** Names and contents, in order. */
  private Map<String, String> read(Object input) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Sources sources =
            Sources.open(
                storage,
                List.of(input.toString()),
                Depth.ALL_SUBFOLDERS,
                ArchiveLimits.DEFAULTS,
                ConversionLimits.DEFAULTS);
        SourceReader reader = new SourceReader(storage)) {
      while (sources.hasNext()) {
        if (sources.next() instanceof Located located) {
          files.put(
              located.entry().collection() + ": " + located.entry().name(),
              new String(reader.read(located.entry()), UTF_8));
        }
      }
    }
    return files;
  }

  private Path tarOfSongs() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    read(songs).forEach((name, text) -> files.put(name.replace(": ", "/"), text.getBytes(UTF_8)));
    return TarFile.write(folder.resolve("download.tgz"), files);
  }

  private byte[] bytes(String output) throws IOException {
    return Files.readAllBytes(out.resolve(output));
  }

  private List<String> outputs() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aPackStandsForTheFolderThatItWasMadeFrom() throws IOException {
    writeSongs();
    packs(songs, "songs.seq", "--recursive");
    assertThat(read(out.resolve("songs.seq"))).isEqualTo(read(songs)).hasSize(4);
    packs(songs + "/", "empty.seq", "--recursive");
    assertThat(read(out.resolve("empty.seq"))).isEqualTo(read(songs + "/"));
    assertThat(read(songs + "/")).containsKey(": a.mid");
  }

  @Test
  void hadoopReadsAPack() throws IOException {
    writeSongs();
    packs(songs, "songs.seq", "--recursive");
    Map<String, Integer> found = new LinkedHashMap<>();
    try (SequenceFile.Reader reader =
        new SequenceFile.Reader(
            configuration,
            SequenceFile.Reader.file(
                new org.apache.hadoop.fs.Path(out.resolve("songs.seq").toUri())))) {
      assertThat(reader.getMetadata().get(new Text("cantus.key")))
          .isEqualTo(new Text("collection/filename"));
      Text key = new Text();
      BytesWritable value = new BytesWritable();
      while (reader.next(key, value)) {
        found.put(key.toString(), value.getLength());
      }
      reader.sync(10_000);
      assertThat(reader.next(key)).isTrue();
      assertThat(key).isEqualTo(new Text("songs/caf\u00e9 \uD83C\uDFB5.mid"));
    }
    assertThat(found)
        .containsExactly(
            Map.entry("songs/a.mid", 150_000),
            Map.entry("songs/caf\u00e9 \uD83C\uDFB5.mid", 0),
            Map.entry("songs/sub/deep/b.MIDI", 90_000),
            Map.entry("songs/sub/deep/c.mid", 90_000));
  }

  @Test
  void theSameFilesMakeTheSameBytesHoweverTheyCome() throws IOException {
    writeSongs();
    packs(songs, "folder.seq", "--recursive");
    packs(out.resolve("folder.seq"), "pack.seq", "--recursive");
    packs(tarOfSongs(), "tar.seq", "--recursive");
    assertThat(bytes("pack.seq")).isEqualTo(bytes("folder.seq"));
    assertThat(bytes("tar.seq")).isEqualTo(bytes("folder.seq"));
  }

  @Test
  void severalPacksShareTheFilesWhateverReadsThem() throws IOException {
    for (int i = 0; i < 200; i++) {
      write("%03d.mid".formatted(i), "song " + i);
    }
    packs(songs, "p.seq@3");
    assertThat(outputs())
        .containsExactly("p.seq-00000-of-00003", "p.seq-00001-of-00003", "p.seq-00002-of-00003");
    assertThat(read(out + "/p.seq@3")).containsExactlyInAnyOrderEntriesOf(read(songs));
    assertThat(read(out + "/p.seq-*")).isEqualTo(read(out + "/p.seq@3"));
    assertThat(read(out + "/p.seq-00000-of-00003")).hasSize(64 + 8);

    packs(tarOfSongs(), "t.seq@3");
    for (int pack = 0; pack < 3; pack++) {
      assertThat(bytes("t.seq-0000%d-of-00003".formatted(pack)))
          .isEqualTo(bytes("p.seq-0000%d-of-00003".formatted(pack)));
    }
    packs(songs.resolve("000.mid"), "few.seq@2");
    assertThat(read(out + "/few.seq@2")).hasSize(1);
  }

  @Test
  void whatIsLeftOutIsCountedAndListed() throws IOException {
    writeSongs();
    Files.createSymbolicLink(songs.resolve("gone.mid"), songs.resolve("nowhere"));
    CantusRun run = pack(songs, "songs.seq");
    assertThat(run.lastLine())
        .startsWith("2 files in " + out + "/songs.seq (")
        .contains("from 5: 2 produced, 1 rejected, 0 failed, 2 skipped");
    assertThat(run.out()).contains("rejected  unreadable-file", "skipped   subfolder");
    assertThat(Files.readAllLines(out.resolve("songs.seq.rejects.jsonl")))
        .hasSize(3)
        .anyMatch(line -> line.contains("songs/gone.mid"))
        .anyMatch(line -> line.contains("songs/notes.txt"));
    assertThat(outputs()).containsExactly("songs.seq", "songs.seq.rejects.jsonl");
  }

  @Test
  void anOutputIsReplacedOnlyWhenToldSo() throws IOException {
    writeSongs();
    packs(songs, "songs.seq");
    assertThat(pack(songs, "songs.seq").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    packs(songs.resolve("a.mid"), "songs.seq", "--overwrite");
    assertThat(read(out.resolve("songs.seq"))).hasSize(1);
    assertThat(outputs()).containsExactly("songs.seq");
  }

  @Test
  void whereNothingCanBePackedThereIsNoPack() throws IOException {
    write("notes.txt", "text");
    CantusRun run = pack(songs, "songs.seq");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("none of the 1 files could be packed");
    assertThat(outputs()).isEmpty();
  }

  @Test
  void aStreamWhoseNamesChangeOnTheWayIsPackedFromTheBeginning() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List.of("x/1.mid", "x/2.mid", "3.mid").forEach(name -> files.put(name, new byte[0]));
    packs(TarFile.write(folder.resolve("mixed.tar.gz"), files), "m.seq", "--recursive");
    assertThat(read(out.resolve("m.seq")))
        .containsOnlyKeys("mixed: x/1.mid", "mixed: x/2.mid", "mixed: 3.mid");
  }

  @Test
  void aPackThatIsCutOffIsNeverTakenForAWholeOne() throws IOException {
    write("a.mid", "a".repeat(40));
    write("b.mid", "b".repeat(40));
    packs(songs, "songs.seq");
    byte[] whole = bytes("songs.seq");
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(out.resolve("cut.seq"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(cut))
          .as("of %d bytes", length)
          .isInstanceOf(BadInputException.class);
    }
  }
}
