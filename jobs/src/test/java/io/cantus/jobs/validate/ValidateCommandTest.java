package io.cantus.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.manifest.Manifest.Inputs;
import io.cantus.jobs.manifest.Manifest.Kind;
import io.cantus.jobs.manifest.Manifest.Versions;
import io.cantus.jobs.manifest.Shard;
import io.cantus.jobs.outcome.Tally;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.SequenceExampleWriter;
import io.cantus.transforms.statistics.Statistics;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValidateCommandTest {
  @TempDir Path folder;

  @Test
  void soundFilesAreCountedByKind() throws IOException {
    write("ns.tfrecord", sequences(3));
    write("zipped.tfrecord.gz", gzip(sequences(2)));
    write("examples.tfrecord", file(example(5, 38), example(9, 38)));
    write("none.tfrecord", file());

    CantusRun run = validate(folder.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("4 files, 0 of them damaged: 5 NoteSequences and 2 SequenceExamples sound in ");
  }

  @Test
  void whatAJobHasMadeIsAsItsManifestSays() throws IOException {
    Path midi = Files.createDirectory(folder.resolve("midi"));
    for (int i = 0; i < 5; i++) {
      Files.write(midi.resolve(i + ".mid"), Tunes.midi(8, 60 + i));
    }
    String out = folder.resolve("out/ns.tfrecord").toString();
    assertThat(
            CantusRun.of("convert", "--input_dir=" + midi, "--output_file=" + out + "@2")
                .exitCode())
        .isEqualTo(ExitCode.DONE);

    CantusRun whole = validate(folder.resolve("out").toString());
    assertThat(whole.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(whole.out()).startsWith("2 files, 0 of them damaged: 5 NoteSequences sound");

    Path shard = Path.of(out + "-00001-of-00002");
    Files.write(shard, sequences(1));
    CantusRun replaced = validate(out + "@2");
    assertThat(replaced.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replaced.out()).contains("%s: 1 records, ns.manifest.json says ".formatted(shard));
  }

  @Test
  void theFirstDamageOfEachFileIsToldWithItsPlace() throws IOException {
    byte[] whole = sequences(3);
    int second = file(sequence("0.mid", 60)).length;
    write("cut.tfrecord", Arrays.copyOf(whole, whole.length - 1));
    write("flipped.tfrecord", flipped(whole, second + 40));
    write("length.tfrecord", flipped(whole, second));
    byte[] zipped = gzip(whole);
    write("zipped.tfrecord.gz", Arrays.copyOf(zipped, zipped.length - 20));
    Files.writeString(folder.resolve("foreign.tfrecord"), "this is a poem about music");

    CantusRun run = validate(folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out().lines().limit(5))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(folder + "/cut.tfrecord: record cut off in its last checksum")
                    .endsWith(" at byte %d, record 2".formatted(2 * second)),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "%s/flipped.tfrecord: wrong checksum of a record's data at byte %d, record 1"
                            .formatted(folder, second)),
            line ->
                assertThat(line)
                    .isEqualTo(
                        folder
                            + "/foreign.tfrecord: wrong checksum of a record's length (is this a"
                            + " TFRecord file?) at byte 0, record 0"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "%s/length.tfrecord: wrong checksum of a record's length at byte %d, record 1"
                            .formatted(folder, second)),
            line ->
                assertThat(line)
                    .contains("/zipped.tfrecord.gz: damaged or cut off gzip data", ", record "));
    assertThat(run.lastLine()).startsWith("5 files, 5 of them damaged: ");
    assertThat(run.err()).isEqualTo("cantus: damaged: 5 of 5 files\n");
  }

  @Test
  void recordsThatAreNoSoundNoteSequencesAreFound() throws IOException {
    String place = " at byte 0, record 0";
    assertThat(damage(note(note -> note.setEndTime(-1))))
        .isEqualTo("a note from 0.0 to -1.0 s" + place);
    assertThat(damage(note(note -> note.setStartTime(Double.NaN))))
        .isEqualTo("a note from NaN to 1.0 s" + place);
    assertThat(damage(note(note -> note.setPitch(128))))
        .isEqualTo("a note of pitch 128, which is not in 0..127" + place);
    assertThat(damage(note(note -> note.setVelocity(-1))))
        .isEqualTo("a note of velocity -1, which is not in 0..127" + place);
    NoteSequence.Builder tempo = NoteSequence.newBuilder().setId("x");
    tempo.addTemposBuilder().setQpm(0);
    assertThat(damage(tempo.build().toByteArray()))
        .isEqualTo("a tempo of 0.0 quarter notes a minute" + place);
    NoteSequence.Builder meter = NoteSequence.newBuilder().setId("x");
    meter.addTimeSignaturesBuilder().setNumerator(3);
    assertThat(damage(meter.build().toByteArray())).isEqualTo("a time signature of 3/0" + place);
    assertThat(damage("poem".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("neither a NoteSequence nor a SequenceExample of a melody" + place);
    assertThat(damage(new byte[0]))
        .isEqualTo("neither a NoteSequence nor a SequenceExample of a melody" + place);
  }

  @Test
  void recordsThatAreNoSoundExamplesAreFound() throws IOException {
    int first = file(example(5, 38)).length;
    String place = " at byte %d, record 1".formatted(first);
    float[] inputs = new float[4 * 38];
    assertThat(damage(example(5, 38), example(5, 40)))
        .isEqualTo("inputs of 40 numbers, not of 38" + place);
    assertThat(
            damage(
                example(5, 38),
                SequenceExampleWriter.write(4, 38, inputs, new int[] {0, 1, 38, 0})))
        .isEqualTo("label 38 of 38 classes, of which the last is 37" + place);
    inputs[50] = Float.NaN;
    assertThat(
            damage(
                example(5, 38), SequenceExampleWriter.write(4, 38, inputs, new int[] {0, 1, 2, 0})))
        .isEqualTo("an input of NaN" + place);
    assertThat(damage(example(5, 38), Tunes.sequence("a.mid", 8, 60).toByteArray()))
        .isEqualTo("a NoteSequence among SequenceExamples" + place);
  }

  @Test
  void shardsAreComparedWithTheManifestBesideThem() throws IOException {
    Path intact = write("ns.tfrecord-00000-of-00004", sequences(3));
    Path changed = write("ns.tfrecord-00001-of-00004", sequences(2));
    Path missing = write("ns.tfrecord-00002-of-00004", sequences(1));
    Path shorter = write("ns.tfrecord-00003-of-00004", sequences(4));
    manifest(Kind.NOTE_SEQUENCES, Map.of(), intact, changed, missing, shorter);
    Files.write(changed, file(sequence("0.mid", 61), sequence("1.mid", 61)));
    Files.delete(missing);
    Files.write(shorter, sequences(3));
    Path stranger = write("ns.tfrecord-00004-of-00005", sequences(1));
    write("other.tfrecord", sequences(1));

    for (String path : new String[] {"", "/ns.manifest.json"}) {
      CantusRun run = validate(folder + path);

      assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      List<String> lines = new ArrayList<>(run.out().lines().toList());
      assertThat(lines.get(0)).startsWith(changed + ": SHA-256 ").contains("ns.manifest.json says");
      assertThat(lines.get(1))
          .isEqualTo(missing + ": missing, ns.manifest.json lists it with 1 records");
      assertThat(lines.get(2)).isEqualTo(shorter + ": 3 records, ns.manifest.json says 4");
      if (path.isEmpty()) {
        assertThat(lines.get(3))
            .isEqualTo(
                stranger
                    + ": no manifest beside it lists it, but it is read with those that are listed");
      }
      assertThat(run.out()).doesNotContain(intact + ":", "other.tfrecord:");
    }
    assertThat(validate(folder.toString()).lastLine())
        .startsWith("6 files, 4 of them damaged: 9 NoteSequences sound in ");
    assertThat(validate(intact.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(validate(changed.toString()).exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aShardThatWasCompressedSinceIsFound() throws IOException {
    Path shard = write("ns.tfrecord", sequences(1));
    manifest(Kind.NOTE_SEQUENCES, Map.of(), shard);
    Files.write(shard, gzip(sequences(1)));

    assertThat(validate(shard.toString()).out())
        .startsWith("%s: %d bytes, ns.manifest.json says ".formatted(shard, Files.size(shard)));
  }

  @Test
  void examplesAreCheckedAgainstTheConfigOfTheirManifest() throws IOException {
    Path training = write("training_melodies.tfrecord", file(example(5, 38)));
    Path eval = write("eval_melodies.tfrecord", file());
    manifest(Kind.DATA_SET, Map.of(Manifest.CONFIG, "mono_rnn"), training, eval);

    assertThat(validate(folder.toString()).out())
        .startsWith(training + ": inputs of 38 numbers, not of 130 at byte 0, record 0");

    manifest(Kind.DATA_SET, Map.of(Manifest.CONFIG, "basic_rnn"), training, eval);
    assertThat(validate(folder.toString()).exitCode()).isEqualTo(ExitCode.DONE);

    write("more.tfrecord", file(example(5, 38)));
    assertThat(validate(folder.toString()).out())
        .startsWith(folder + "/more.tfrecord: no manifest beside it lists it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not JSON", "{}", "{\"cantus_manifest\" : 7}"})
  void aManifestThatIsNoneIsDamage(String text) throws IOException {
    write("ns.tfrecord", sequences(1));
    Files.writeString(folder.resolve("ns.manifest.json"), text);

    CantusRun run = validate(folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).startsWith(folder + "/ns.manifest.json: is ");
    assertThat(run.lastLine()).startsWith("2 files, 1 of them damaged: 1 NoteSequence sound");
  }

  @Test
  void whereThereIsNothingThatIsSaid() throws IOException {
    Files.writeString(folder.resolve("readme.txt"), "hello");

    assertThat(validate(folder.toString()).err())
        .isEqualTo("cantus: there are no TFRecord files in %s\n".formatted(folder));
    assertThat(validate(folder + "/none.tfrecord").err())
        .isEqualTo("cantus: there is nothing at %s/none.tfrecord\n".formatted(folder));
    assertThat(validate(folder + "/none*").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CantusRun.of("validate").err())
        .isEqualTo("cantus: PATHS is missing; see cantus validate --help\n");
    assertThat(validate(folder + "/ns.tfrecord@2").out())
        .contains("ns.tfrecord-00000-of-00002: missing\n", "ns.tfrecord-00001-of-00002: missing\n");
  }

  @Test
  void foldersAreReadWithTheirSubfoldersButForHiddenOnes() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.createDirectories(folder.resolve(".cantus-x"));
    write("a/b/ns.tfrecord", sequences(2));
    write(".cantus-x/ns.tfrecord", new byte[] {1});

    assertThat(validate(folder.toString()).out())
        .startsWith("1 file, 0 of them damaged: 2 NoteSequences sound");
  }

  private static CantusRun validate(String path) {
    return CantusRun.of("validate", path, "--master=local[2]");
  }

  /** What is wrong with a file of these records. */
  private String damage(byte[]... records) throws IOException {
    Path file = write("one.tfrecord", file(records));
    String line = validate(file.toString()).out().lines().findFirst().orElse("");
    assertThat(line).startsWith(file + ": ");
    return line.substring(file.toString().length() + 2);
  }

  private static byte[] note(Consumer<NoteSequence.Note.Builder> change) {
    NoteSequence.Builder sequence = NoteSequence.newBuilder();
    change.accept(sequence.addNotesBuilder().setPitch(60).setVelocity(80).setEndTime(1));
    return sequence.build().toByteArray();
  }

  private static byte[] example(int steps, int inputSize) {
    return SequenceExampleWriter.write(
        steps, inputSize, new float[steps * inputSize], new int[steps]);
  }

  private static byte[] sequence(String name, int lowest) {
    return Tunes.sequence(name, 8, lowest).toByteArray();
  }

  private static byte[] sequences(int count) throws IOException {
    byte[][] records = new byte[count][];
    for (int i = 0; i < count; i++) {
      records[i] = sequence(i + ".mid", 60);
    }
    return file(records);
  }

  private static byte[] file(byte[]... records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 4;
    return flipped;
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private void manifest(Kind kind, Map<String, String> configuration, Path... files)
      throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      long records = Tunes.records(file).size();
      shards.add(
          new Shard(file.getFileName().toString(), records, content.length, sha256(content)));
    }
    Manifest manifest =
        new Manifest(
            kind,
            Versions.current(),
            configuration,
            new Inputs(List.of("midi"), 1, 1, ""),
            shards,
            new Tally(1, 0, 0, 0),
            new TreeMap<>(),
            new Statistics(),
            Optional.empty());
    String name =
        kind == Kind.DATA_SET ? Manifest.DATA_SET_FILE : "ns" + Manifest.NOTE_SEQUENCES_ENDING;
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      manifest.write(out);
    }
  }

  private static String sha256(byte[] content) {
    MessageDigest digest = BackgroundDigest.sha256();
    return HexFormat.of().formatHex(digest.digest(content));
  }
}
