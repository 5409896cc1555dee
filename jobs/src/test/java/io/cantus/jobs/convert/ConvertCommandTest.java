package io.cantus.jobs.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConvertCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path midi;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    midi = Files.createDirectory(folder.resolve("songs"));
    out = Files.createDirectory(folder.resolve("out"));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = midi.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 4);
  }

  /** Twelve good files, one cut off, one text, one folder that looks like a file. */
  private void writeSongs() throws IOException {
    for (int i = 0; i < 9; i++) {
      write("song %d.mid".formatted(i), Tunes.midi(i + 1, 60));
    }
    write("sub/A.MIDI", Tunes.midi(2, 50));
    write("sub/b.mid", Tunes.midi(3, 50));
    write("sub/deep/c.mid", Tunes.midi(4, 50));
    write("cut.mid", cut(Tunes.midi(4, 50)));
    write("readme.txt", new byte[] {1});
    write("folder.mid/inside.mid", Tunes.midi(4, 50));
  }

  private CantusRun convert(String... more) {
    List<String> args =
        new ArrayList<>(List.of("convert", "--input_dir=" + midi, "--master=local[2]"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private List<String> outputs() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesOneRecordForEachFileInOrder() throws IOException {
    writeSongs();
    CantusRun run = convert("--output_file=" + out + "/ns.tfrecord", "--recursive");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<NoteSequence> sequences = new ArrayList<>();
    for (byte[] record : Tunes.records(out.resolve("ns.tfrecord"))) {
      sequences.add(NoteSequence.parseFrom(record));
    }
    assertThat(sequences)
        .extracting(NoteSequence::getFilename)
        .containsExactly(
            "song 0.mid",
            "song 1.mid",
            "song 2.mid",
            "song 3.mid",
            "song 4.mid",
            "song 5.mid",
            "song 6.mid",
            "song 7.mid",
            "song 8.mid",
            "sub/A.MIDI",
            "sub/b.mid",
            "sub/deep/c.mid");
    assertThat(sequences)
        .allSatisfy(
            sequence -> {
              assertThat(sequence.getCollectionName()).isEqualTo("songs");
              assertThat(sequence.getId()).startsWith("/id/midi/songs/");
            });
    assertThat(sequences.get(2).getNotesCount()).isEqualTo(12);
  }

  @Test
  void saysWhatBecameOfEachFile() throws IOException {
    writeSongs();
    CantusRun run = convert("--output_file=" + out + "/ns.tfrecord", "--recursive");
    assertThat(run.lastLine())
        .startsWith("12 NoteSequences in " + out + "/ns.tfrecord (")
        .contains("from 15 files: 12 produced, 2 rejected, 0 failed, 1 skipped");
    assertThat(run.out()).contains("1  rejected  track-cut-off", "1  skipped   no-converter");
    assertThat(run.err())
        .containsPattern("WARN rejected songs/cut\\.mid: track-cut-off at byte \\d+ in track 1: ")
        .contains("WARN rejected songs/folder.mid: not-a-file: ")
        .contains("WARN skipped songs/readme.txt: no-converter: ");
    List<JsonNode> rejects = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("ns.rejects.jsonl"))) {
      rejects.add(JSON.readTree(line));
    }
    assertThat(rejects).hasSize(3);
    JsonNode cut =
        rejects.stream()
            .filter(one -> one.get("source").asText().equals("songs/cut.mid"))
            .findAny()
            .orElseThrow();
    assertThat(cut.get("outcome").asText()).isEqualTo("rejected");
    assertThat(cut.get("stage").asText()).isEqualTo("convert");
    assertThat(cut.get("id").asText()).isEqualTo(new SourceFile("songs", "cut.mid").id("midi"));
    assertThat(cut.get("reason").asText()).isEqualTo("track-cut-off");
    assertThat(cut.get("track").asInt()).isEqualTo(1);
    assertThat(cut.get("offset").asLong()).isPositive();
    assertThat(cut.get("message").asText()).isNotEmpty();
    assertThat(outputs()).containsExactly("ns.manifest.json", "ns.rejects.jsonl", "ns.tfrecord");
  }

  @Test
  void theBytesDoNotDependOnTheNumberOfTasks() throws IOException {
    writeSongs();
    List<byte[]> results = new ArrayList<>();
    for (String how :
        List.of("--master=local[1]", "--master=local[2]", "--partitions=8", "--partitions=1000")) {
      assertThat(
              convert("--output_file=" + out + "/ns.tfrecord", "--recursive", "--overwrite", how)
                  .exitCode())
          .isEqualTo(ExitCode.DONE);
      results.add(Files.readAllBytes(out.resolve("ns.tfrecord")));
    }
    assertThat(results).allSatisfy(bytes -> assertThat(bytes).isEqualTo(results.get(0)));
    List<List<byte[]>> sharded = new ArrayList<>();
    for (String how : List.of("--partitions=1", "--partitions=2", "--partitions=8")) {
      assertThat(
              convert("--output_file=" + out + "/ns.tfrecord@5", "--recursive", "--overwrite", how)
                  .exitCode())
          .isEqualTo(ExitCode.DONE);
      List<byte[]> shards = new ArrayList<>();
      List<Integer> records = new ArrayList<>();
      for (int shard = 0; shard < 5; shard++) {
        Path file = out.resolve("ns.tfrecord-%05d-of-00005".formatted(shard));
        shards.add(Files.readAllBytes(file));
        records.add(Tunes.records(file).size());
      }
      sharded.add(shards);
      // The cut-off file is the first, in the first shard.
      assertThat(records).containsExactly(2, 3, 3, 3, 1);
    }
    for (List<byte[]> shards : sharded) {
      assertThat(shards).usingRecursiveComparison().isEqualTo(sharded.get(0));
    }
  }

  @Test
  void moreShardsThanFilesLeavesSomeEmpty() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    CantusRun run = convert("--output_file=" + out + "/ns.tfrecord@3");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outputs())
        .containsExactly(
            "ns.manifest.json",
            "ns.tfrecord-00000-of-00003",
            "ns.tfrecord-00001-of-00003",
            "ns.tfrecord-00002-of-00003");
    assertThat(Tunes.records(out.resolve("ns.tfrecord-00000-of-00003"))).hasSize(1);
    assertThat(out.resolve("ns.tfrecord-00002-of-00003")).isEmptyFile();
  }

  @Test
  void shardsOfANameThatHasAManifestAreRefusedBeforeAnythingIsConverted() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    assertThat(convert("--output_file=" + out + "/ns.tfrecord").exitCode())
        .isEqualTo(ExitCode.DONE);

    CantusRun refused = convert("--output_file=" + out + "/ns.tfrecord@2");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "cantus: " + out + "/ns.manifest.json exists; give --overwrite to replace it");
  }

  @Test
  void anOutputThatExistsIsReplacedOnlyWhenAsked() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    write("b.mid", cut(Tunes.midi(1, 60)));
    String output = "--output_file=" + out + "/ns.tfrecord";
    assertThat(convert(output).exitCode()).isEqualTo(ExitCode.DONE);
    byte[] first = Files.readAllBytes(out.resolve("ns.tfrecord"));
    write("b.mid", Tunes.midi(5, 60));

    CantusRun refused = convert(output);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "cantus: " + out + "/ns.tfrecord exists; give --overwrite to replace it");
    assertThat(out.resolve("ns.tfrecord")).hasBinaryContent(first);

    assertThat(convert(output, "--overwrite").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(Tunes.records(out.resolve("ns.tfrecord"))).hasSize(2);
    // Nothing was rejected this time, so the earlier list of rejects is gone.
    assertThat(outputs()).containsExactly("ns.manifest.json", "ns.tfrecord");
  }

  @Test
  void shardsOfAnotherNumberAreReplacedToo() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    assertThat(convert("--output_file=" + out + "/ns.tfrecord@3").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(convert("--output_file=" + out + "/ns.tfrecord@2").exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(convert("--output_file=" + out + "/ns.tfrecord@2", "--overwrite").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(outputs())
        .containsExactly(
            "ns.manifest.json", "ns.tfrecord-00000-of-00002", "ns.tfrecord-00001-of-00002");
  }

  @Test
  void aSlashAtTheEndEmptiesTheCollection() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    CantusRun run =
        CantusRun.of(
            "convert_dir_to_note_sequences",
            "--input_dir=" + midi + "/",
            "--output_file=" + out + "/ns.tfrecord",
            "--master=local[1]");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    NoteSequence sequence =
        NoteSequence.parseFrom(Tunes.records(out.resolve("ns.tfrecord")).get(0));
    assertThat(sequence.getCollectionName()).isEmpty();
    // The SHA-1 of "a.mid", as in Magenta.
    assertThat(sequence.getId()).isEqualTo("/id/midi//d7e0e2b60e4b6b124e635f12edb60e23f3e87903");
  }

  private void assertRefused(CantusRun run, String message) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(message);
    assertThat(run.out()).isEmpty();
    assertThat(outputs()).isEmpty();
  }

  @Test
  void aFolderThatIsMissingIsNamed() throws IOException {
    CantusRun run =
        CantusRun.of(
            "convert",
            "--input_dir=" + folder + "/nowhere",
            "--output_file=" + out + "/ns.tfrecord",
            "--master=local[1]");
    assertRefused(run, "there is nothing at " + folder + "/nowhere");
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void aFolderWithoutFilesIsBadInput() throws IOException {
    String output = "--output_file=" + out + "/ns.tfrecord";
    assertRefused(convert(output), "there are no files in " + midi);
    write("sub/a.mid", Tunes.midi(1, 60));
    assertRefused(convert(output), "to read its subfolders give --recursive");
  }

  @Test
  void aFolderOfWhichNothingCanBeConvertedIsBadInput() throws IOException {
    write("a.mid", new byte[] {1, 2, 3});
    write("b.txt", new byte[] {1, 2, 3});
    CantusRun run = convert("--output_file=" + out + "/ns.tfrecord");
    assertRefused(
        run, "none of the 2 files could be converted: 0 produced, 1 rejected, 0 failed, 1 skipped");
    assertThat(run.err()).contains("rejected songs/a.mid", "skipped songs/b.txt");
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamed() throws IOException {
    write("a.mid", Tunes.midi(1, 60));
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(convert("--output_file=" + file + "/ns.tfrecord"), "cannot write into " + file);
    assertRefused(
        convert("--output_file=" + midi, "--overwrite"),
        "cannot write " + midi + ": it is a folder");
  }
}
