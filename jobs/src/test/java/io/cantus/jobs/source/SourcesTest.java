package io.cantus.jobs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.ConversionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourcesTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private String write(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, name.getBytes(UTF_8));
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000));
    return path.toString();
  }

  private Sources open(String... inputs) {
    return Sources.open(
        storage,
        List.of(inputs),
        Depth.ALL_SUBFOLDERS,
        ArchiveLimits.DEFAULTS,
        ConversionLimits.DEFAULTS);
  }

  private Found found(String... inputs) {
    return Found.in(storage, open(inputs));
  }

  @Test
  void aFoldersFilesBelongToTheCollectionOfItsName() throws IOException {
    write("songs/b.mid");
    write("songs/sub/a.MIDI");
    assertThat(found(folder + "/songs").names())
        .containsExactly("songs: b.mid", "songs: sub/a.MIDI");
    assertThat(found(folder + "/songs/").names()).containsExactly(": b.mid", ": sub/a.MIDI");
    assertThat(found(folder + "/songs").contents())
        .containsExactly("songs/b.mid", "songs/sub/a.MIDI");
  }

  @Test
  void whatIsNoFileToConvertIsRefusedWithItsReason() throws IOException {
    write("songs/a.mid");
    write("songs/notes.txt");
    write("songs/more.tar.gz");
    write("songs/sub/b.mid");
    write("songs/dir.mid/c.mid");
    try (Sources sources =
        Sources.open(
            storage,
            List.of(folder + "/songs"),
            Depth.THIS_FOLDER,
            ArchiveLimits.DEFAULTS,
            ConversionLimits.DEFAULTS)) {
      assertThat(sources.files()).isEqualTo(OptionalLong.of(1));
      assertThat(Found.in(storage, sources).refused())
          .extracting(
              refusal -> refusal.kind().key() + " " + refusal.source() + " " + refusal.reason())
          .containsExactly(
              "rejected songs/dir.mid not-a-file",
              "skipped songs/more.tar.gz nested-archive",
              "skipped songs/notes.txt no-converter",
              "skipped songs/sub subfolder");
    }
  }

  @Test
  void aFileOverTheLimitIsRefusedWithItsSize() throws IOException {
    String file = write("songs/a.mid");
    ConversionLimits limits = new ConversionLimits(10, 1, 1, 1, 1);
    try (Sources sources =
        Sources.open(storage, List.of(file), Depth.THIS_FOLDER, ArchiveLimits.DEFAULTS, limits)) {
      assertThat(Found.in(storage, sources).refused())
          .extracting(Refusal::toString)
          .containsExactly("rejected songs/a.mid: file-too-large: 11 bytes, the limit is 10");
    }
  }

  @Test
  void devicesAndPipesAreNotOpened() throws IOException {
    write("songs/a.mid");
    Files.createSymbolicLink(folder.resolve("songs/b.mid"), Path.of("/dev/zero"));
    Found found = found(folder + "/songs");
    assertThat(found.names()).containsExactly("songs: a.mid");
    assertThat(found.refused())
        .extracting(Refusal::toString)
        .containsExactly("rejected songs/b.mid: not-a-file: a pipe or device");
  }

  @Test
  void aSingleFileIsReadAsItsFolder() throws IOException {
    assertThat(found(write("my songs/a b.mid")).names()).containsExactly("my songs: a b.mid");
  }

  @Test
  void patternsFindFoldersAndFilesInTheOrderOfTheirNames() throws IOException {
    write("x/b/1.mid");
    write("x/a/2.mid");
    write("x/.hidden/3.mid");
    write("y/4.mid");
    assertThat(found(folder + "/x/*").names()).containsExactly("a: 2.mid", "b: 1.mid");
    assertThat(found(folder + "/{x/b,y}/[1-4].mid").names())
        .containsExactly("b: 1.mid", "y: 4.mid");
    assertThat(found(folder + "/x/.h*").names()).containsExactly(".hidden: 3.mid");
    assertThatThrownBy(() -> open(folder + "/x/*.mid"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there is nothing at %s/x/*.mid", folder);
    assertThatThrownBy(() -> open(folder + "/x/[a"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("'%s/x/[a' is not a pattern: ", folder);
  }

  @Test
  void namesThatLookLikePatternsAreTakenAsTheyAreWhereTheyExist() throws IOException {
    List<String> names = List.of("#1", "50%41", "a:b", "caf\u00e9 {x}", "[live]", "q?*", "n@2");
    for (String name : names) {
      write(name + "/song " + name + ".mid");
      assertThat(found(folder + "/" + name).names())
          .containsExactly(name + ": song " + name + ".mid");
      assertThat(found(folder + "/" + name + "/*.mid").contents())
          .containsExactly(name + "/song " + name + ".mid");
    }
    assertThat(found(folder + "/*").names()).hasSize(names.size());
    assertThat(found(folder + "/q\\?\\*").names()).hasSize(1);
  }

  @Test
  void severalInputsComeInTheirOrderButMayNotHoldTheSameName() throws IOException {
    String b = write("b/1.mid");
    String a = write("a/1.mid");
    assertThat(found(b, a).names()).containsExactly("b: 1.mid", "a: 1.mid");
    write("c/b/1.mid");
    assertThatThrownBy(() -> open(folder + "/b", folder + "/c/b"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "%1$s/b and %1$s/c/b both hold b/1.mid, so that two NoteSequences would have one id",
            folder);
    assertThatThrownBy(() -> open(folder + "/b", b)).isInstanceOf(BadInputException.class);
  }

  @Test
  void inputsThatAreNotThereOrNothingOfOursAreNamed() throws IOException {
    assertThatThrownBy(() -> open(folder + "/none"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there is nothing at %s/none", folder);
    String text = write("notes.txt");
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("%s is no folder, no archive ", text);
    assertThatThrownBy(() -> open()).isInstanceOf(UsageException.class);
    Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> open(folder + "/empty"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there are no files in %s/empty", folder);
  }

  @Test
  void theInventoryTellsInputsApartButNotPlaces() throws IOException {
    write("x/songs/a.mid");
    write("y/songs/a.mid");
    String x = open(folder + "/x/songs").inventory();
    Files.setLastModifiedTime(folder.resolve("y/songs/a.mid"), FileTime.fromMillis(1_000_000));
    assertThat(open(folder + "/y/songs").inventory()).isEqualTo(x).hasSize(64);
    assertThat(open(folder + "/x/songs/").inventory()).isNotEqualTo(x);
    Files.setLastModifiedTime(folder.resolve("y/songs/a.mid"), FileTime.fromMillis(2_000_000));
    assertThat(open(folder + "/y/songs").inventory()).isNotEqualTo(x);
  }

  @Test
  void howMuchIsDoneGrowsToTheWhole() throws IOException {
    write("songs/a.mid");
    write("songs/b.txt");
    String other = write("other/c.mid");
    try (Sources sources = open(folder + "/songs", other)) {
      assertThat(sources.bytes()).isEqualTo(33);
      assertThat(sources.bytesDone()).isZero();
      sources.next();
      assertThat(sources.bytesDone()).isEqualTo(11);
      sources.forEachRemaining(item -> {});
      assertThat(sources.bytesDone()).isEqualTo(33);
    }
  }

  @Test
  void aFileThatChangedSinceItWasListedIsNotRead() throws IOException {
    String file = write("songs/a.mid");
    try (Sources sources = open(file);
        SourceReader reader = new SourceReader(storage)) {
      SourceEntry entry = ((SourceItem.Located) sources.next()).entry();
      assertThat(reader.read(entry)).hasSize(11);
      Files.write(Path.of(file), new byte[12]);
      assertThatThrownBy(() -> reader.read(entry))
          .isInstanceOf(IOException.class)
          .hasMessage("it has grown since it was listed with 11 bytes");
      Files.write(Path.of(file), new byte[10]);
      assertThatThrownBy(() -> reader.read(entry))
          .isInstanceOf(IOException.class)
          .hasMessage("it ends after 10 of 11 bytes");
    }
  }
}
