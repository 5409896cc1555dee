package io.cantus.jobs.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.Tunes;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.transforms.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResumableOutputTest {
  private static final Channel NOTES = new Channel("notes", Compression.NONE);
  private static final Channel WORDS = new Channel("words", Compression.GZIP);
  private static final int BATCHES = 7;

  private static JavaSparkContext context;

  @TempDir private Path folder;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final Storage storage = new Storage(configuration());

  /** Batches made by the runs of a test. */
  private final List<Integer> made = new ArrayList<>();

  private long attempt;

  @BeforeAll
  static void startSpark() {
    context =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("parts")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stopSpark() {
    context.close();
  }

  @BeforeEach
  void outputFolder() throws IOException {
    Files.createDirectory(folder.resolve("out"));
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.setClass(
        "fs.far.impl", FarFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    return configuration;
  }

  /** The plan of two shards of notes and one gzipped file of words, here or {@code far} away. */
  private Plan plan(String scheme, String fingerprint) {
    Map<Channel, List<org.apache.hadoop.fs.Path>> outputs = new LinkedHashMap<>();
    outputs.put(NOTES, List.of(path(scheme, "notes-0"), path(scheme, "notes-1")));
    outputs.put(WORDS, List.of(path(scheme, "words.gz")));
    return new Plan(path(scheme, "."), "notes", fingerprint, outputs);
  }

  private org.apache.hadoop.fs.Path path(String scheme, String name) {
    return storage.path(scheme + ":" + folder.resolve("out").resolve(name));
  }

  private ResumableOutput<String> open(Plan plan) {
    Console console =
        Console.to(new PrintStream(messages, true, UTF_8), new PrintStream(messages, true, UTF_8));
    ResumableOutput<String> output =
        ResumableOutput.open(storage, plan, List.of(), IfExists.REFUSE, console);
    output.expect(BATCHES);
    return output;
  }

  /** Batch i has i notes, and a word if i is even. */
  private PartsWriter<String> begin(ResumableOutput<String> output, int batch) {
    PartsWriter<String> writer = output.folder().begin(storage, batch, attempt++);
    for (int i = 0; i < batch; i++) {
      writer.write(NOTES, "note %d of %d".formatted(i, batch).getBytes(UTF_8));
    }
    if (batch % 2 == 0) {
      writer.write(WORDS, "word %d".formatted(batch).getBytes(UTF_8));
    }
    return writer;
  }

  private void make(ResumableOutput<String> output, int batch) {
    try (PartsWriter<String> writer = begin(output, batch)) {
      writer.commit("report on " + batch);
    }
    made.add(batch);
  }

  private ResumableOutput.Complete<String> finish(ResumableOutput<String> output)
      throws InterruptedException {
    // The last first, as tasks may.
    for (int batch = BATCHES - 1; batch >= 0; batch--) {
      if (!output.isFinished(batch)) {
        make(output, batch);
      }
    }
    ResumableOutput.Complete<String> complete = output.complete(context, BATCHES);
    output.publish();
    return complete;
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(),
            Files.isDirectory(file)
                ? "folder"
                : HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private Path hidden() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).findAny().get();
    }
  }

  /** What a run that nothing disturbed makes. */
  private Map<String, String> undisturbed(String scheme) throws Exception {
    try (ResumableOutput<String> output = open(plan(scheme, "f0"))) {
      finish(output);
    }
    Map<String, String> files = files();
    assertThat(files).containsOnlyKeys("notes-0", "notes-1", "words.gz");
    for (String name : files.keySet()) {
      Files.delete(folder.resolve("out").resolve(name));
    }
    made.clear();
    messages.reset();
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "far"})
  void batchesAreDealtToShardsInTurnAndJoinedInOrder(String scheme) throws Exception {
    try (ResumableOutput<String> output = open(plan(scheme, "f0"))) {
      ResumableOutput.Complete<String> complete = finish(output);
      assertThat(complete.batches())
          .extracting(Committed::report)
          .containsExactlyElementsOf(
              IntStream.range(0, BATCHES).mapToObj(batch -> "report on " + batch).toList());
      Joined second = complete.outputs().get(NOTES).get(1);
      assertThat(second.records()).isEqualTo(1 + 3 + 5);
      byte[] bytes = Files.readAllBytes(folder.resolve("out/notes-1"));
      assertThat(second.bytes()).isEqualTo(bytes.length);
      assertThat(second.sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
    assertThat(Tunes.records(folder.resolve("out/notes-1")))
        .extracting(record -> new String(record, UTF_8))
        .startsWith("note 0 of 1", "note 0 of 3", "note 1 of 3")
        .endsWith("note 4 of 5");
    assertThat(files()).containsOnlyKeys("notes-0", "notes-1", "words.gz");
    assertThat(messages.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "far"})
  void ofARunThatBreaksOffTheNextOneMakesTheRest(String scheme) throws Exception {
    Map<String, String> expected = undisturbed(scheme);
    try (ResumableOutput<String> output = open(plan(scheme, "f1"))) {
      make(output, 0);
      make(output, 1);
      make(output, 4);
    }
    assertThat(messages.toString(UTF_8))
        .contains("3 of 7 parts are finished and kept; run again to go on");
    assertThat(files()).containsOnlyKeys(hidden().getFileName().toString());
    messages.reset();
    made.clear();
    try (ResumableOutput<String> output = open(plan(scheme, "f1"))) {
      assertThat(output.isFinished(4)).isTrue();
      finish(output);
    }
    assertThat(messages.toString(UTF_8))
        .contains("going on: 3 parts were finished by an earlier run");
    assertThat(made).containsExactly(6, 5, 3, 2);
    assertThat(files()).isEqualTo(expected);
  }

  @Test
  void partsThatAreJoinedTakeNoSpaceAndAreNotMadeAgain() throws Exception {
    Map<String, String> expected = undisturbed("file");
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      for (int batch = 0; batch < 5; batch++) {
        make(output, batch);
      }
      awaitNoParts();
    }
    // What a kill in the middle of an append leaves.
    Path whole = hidden().resolve("whole-notes-00000");
    Files.write(whole, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    made.clear();
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      finish(output);
    }
    assertThat(made).containsExactly(6, 5);
    assertThat(files()).isEqualTo(expected);
  }

  private void awaitNoParts() throws Exception {
    Path hidden = hidden();
    for (int i = 0; ; i++) {
      try (Stream<Path> files = Files.list(hidden)) {
        List<String> parts =
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("notes") || name.startsWith("words"))
                .toList();
        if (parts.isEmpty()) {
          return;
        }
        assertThat(i).as("waits for %s", parts).isLessThan(500);
      }
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "far"})
  void damagedLeftoversAreMadeAgain(String scheme) throws Exception {
    Map<String, String> expected = undisturbed(scheme);
    try (ResumableOutput<String> output = open(plan(scheme, "f1"))) {
      for (int batch : new int[] {2, 3, 4, 5}) {
        make(output, batch);
      }
      begin(output, 6);
    }
    Path hidden = hidden();
    Files.write(hidden.resolve("report-000002"), new byte[100]);
    Files.write(hidden.resolve("report-000003"), new byte[0]);
    try (Stream<Path> files = Files.list(hidden)) {
      for (Path part : files.filter(file -> file.toString().contains("notes-000004")).toList()) {
        Files.write(part, new byte[] {1});
      }
    }
    made.clear();
    try (ResumableOutput<String> output = open(plan(scheme, "f1"))) {
      assertThat(hidden).doesNotExist();
      finish(output);
    }
    assertThat(made).containsExactly(6, 4, 3, 2, 1, 0);
    assertThat(files()).isEqualTo(expected);
  }

  @Test
  void aReportThatIsLostTakesWhatIsJoinedAfterItAlong() throws Exception {
    Map<String, String> expected = undisturbed("file");
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      for (int batch = 0; batch < 5; batch++) {
        make(output, batch);
      }
      awaitNoParts();
    }
    Files.delete(hidden().resolve("report-000002"));
    made.clear();
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      finish(output);
    }
    assertThat(made).containsExactly(6, 5, 4, 3, 2);
    assertThat(files()).isEqualTo(expected);
  }

  @Test
  void theFirstAttemptCountsAndTheOthersVanish() throws Exception {
    try (ResumableOutput<String> output = open(plan("far", "f0"))) {
      PartsWriter<String> slow = begin(output, 1);
      make(output, 1);
      slow.commit("too late");
      slow.close();
      begin(output, 2).close();
      assertThat(output.folder().<String>committed(storage, 1).orElseThrow().report())
          .isEqualTo("report on 1");
      try (Stream<Path> files = Files.list(hidden())) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> !name.startsWith("owner"))
            .hasSize(2)
            .contains("report-000001");
      }
      output.discard();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAnotherPlanLeftGoesAndWhatALivingRunDoesStays() throws Exception {
    try (ResumableOutput<String> dead = open(plan("file", "f1"))) {
      make(dead, 0);
    }
    Path left = hidden();
    try (ResumableOutput<String> living = open(plan("file", "f2"));
        ResumableOutput<String> output = open(plan("file", "f2"))) {
      assertThat(left).doesNotExist();
      make(living, 0);
      assertThat(output.isFinished(0)).isFalse();
      finish(output);
      assertThatThrownBy(() -> finish(living))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("--overwrite");
    }
    assertThat(messages.toString(UTF_8)).contains("7 of 7 parts are finished and kept");
  }

  @Test
  void aRunOfThisHostIsDeadWhenItsProcessIsGone() throws Exception {
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      make(output, 0);
    }
    String name = hidden().getFileName().toString();
    Path owner = hidden().resolve("owner-" + name.substring(name.length() - 36));
    ProcessHandle me = ProcessHandle.current();
    long started = me.info().startInstant().orElseThrow().toEpochMilli();
    String host = InetAddress.getLocalHost().getHostName();
    for (String alive :
        List.of("%s %d %d".formatted(host, me.pid(), started), "elsewhere 1 1", "not yet writ")) {
      Files.writeString(owner, alive);
      try (ResumableOutput<String> output = open(plan("file", "f1"))) {
        assertThat(output.isFinished(0)).as(alive).isFalse();
      }
    }
    for (String dead :
        List.of("%s %d %d".formatted(host, me.pid(), started - 60_000), host + " 999999999 1")) {
      Files.writeString(owner, dead);
      try (ResumableOutput<String> output = open(plan("file", "f1"))) {
        assertThat(output.isFinished(0)).as(dead).isTrue();
      }
      name = hidden().getFileName().toString();
      owner = hidden().resolve("owner-" + name.substring(name.length() - 36));
    }
    Files.writeString(owner, "elsewhere 1 1");
    Files.setLastModifiedTime(owner, FileTime.from(Instant.now().minus(Duration.ofMinutes(3))));
    try (ResumableOutput<String> output = open(plan("file", "f1"))) {
      assertThat(output.isFinished(0)).as("silent for long").isTrue();
    }
  }

  @Test
  void aRunWithoutFinishedPartsLeavesNothing() throws Exception {
    Plan deep =
        new Plan(
            path("file", "new/deeper"),
            "x",
            "f0",
            Map.of(NOTES, List.of(path("file", "new/deeper/x"))));
    open(deep).close();
    assertThat(files()).isEmpty();
    assertThat(messages.toString(UTF_8)).isEmpty();
  }

  @Test
  void aBatchThatWasForgottenIsABug() throws Exception {
    try (ResumableOutput<String> output = open(plan("file", "f0"))) {
      make(output, 0);
      assertThatThrownBy(() -> output.complete(context, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("batch 1 was not made");
    }
  }
}
