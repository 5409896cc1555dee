package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicationTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private org.apache.hadoop.fs.Path path(String name) {
    return storage.path(folder.resolve(name).toString());
  }

  private Publication open(IfExists ifExists, String... existing) {
    List<org.apache.hadoop.fs.Path> paths = Stream.of(existing).map(this::path).toList();
    return Publication.open(storage, path("."), paths, ifExists);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  private static Publication.Content content(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void filesAppearAllAtOnceAndNothingElseIsLeft() throws IOException {
    try (Publication publication = open(IfExists.REFUSE)) {
      Publication.Finished finished = publication.finish(path("a"), content("abc"));
      publication.finish(path("b"), content(""));
      assertThat(finished.bytes()).isEqualTo(3);
      assertThat(finished.sha256())
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
      assertThat(names()).hasSize(1).first().asString().startsWith(".");
      publication.publish();
    }
    assertThat(names()).containsExactly("a", "b");
    assertThat(folder.resolve("a")).hasContent("abc");
  }

  @Test
  void partsAreJoinedInOrder() throws IOException {
    try (Publication publication = open(IfExists.REFUSE)) {
      Publication.Workplace workplace = publication.workplace();
      List<org.apache.hadoop.fs.Path> parts =
          Stream.of(3L, 1L, 2L).map(attempt -> workplace.part("x", attempt)).toList();
      for (org.apache.hadoop.fs.Path part : parts) {
        try (TfRecordFileWriter writer = TfRecordFileWriter.create(storage, part)) {
          writer.write(part.getName().getBytes(StandardCharsets.UTF_8));
        }
      }
      publication.join(path("all"), parts);
      publication.publish();
    }
    assertThat(Files.readString(folder.resolve("all"), StandardCharsets.ISO_8859_1))
        .containsSubsequence("attempt-3", "attempt-1", "attempt-2");
  }

  @Test
  void withoutPublishingNothingChanges() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    try (Publication publication = open(IfExists.REPLACE, "a")) {
      publication.finish(path("a"), content("new"));
    }
    assertThat(names()).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("old");
  }

  @Test
  void whatExistsIsRefusedOrReplaced() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    Files.writeString(folder.resolve("a-2"), "old");
    Files.writeString(folder.resolve(".a.crc"), "of another tool");
    assertThatThrownBy(() -> open(IfExists.REFUSE, "a"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(folder.resolve("a") + " exists; give --overwrite to replace it");
    try (Publication publication = open(IfExists.REPLACE, "a", "a-2")) {
      publication.finish(path("a"), content("new"));
      publication.publish();
    }
    assertThat(names()).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("new");
  }

  @Test
  void whereOneFileCannotBePutInPlaceEverythingIsAsItWas() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    Files.writeString(folder.resolve(".a.crc"), "of another tool");
    Files.writeString(folder.resolve("file"), "no folder");
    try (Publication publication = open(IfExists.REPLACE, "a")) {
      publication.finish(path("a"), content("new"));
      publication.finish(path("made/deep/b"), content("new"));
      publication.finish(path("file/c"), content("new"));
      Map<String, String> before = FolderContents.of(folder);
      assertThatThrownBy(publication::publish)
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("cannot put the outputs in place: ");
      assertThat(FolderContents.of(folder)).isEqualTo(before);
    }
    assertThat(names()).containsExactly(".a.crc", "a", "file");
    assertThat(folder.resolve("a")).hasContent("old");
  }

  @Test
  void aFolderAppearsAsAWhole() throws IOException {
    try (Publication publication = open(IfExists.REFUSE)) {
      org.apache.hadoop.fs.Path whole = publication.workplace().part("f", 1);
      storage.createFolder(new org.apache.hadoop.fs.Path(whole, "sub"));
      publication.take(path("made/f"), whole);
      publication.publish();
    }
    assertThat(FolderContents.of(folder)).containsOnlyKeys("made", "made/f", "made/f/sub");
  }

  @Test
  void aFolderInAnOutputsPlaceIsNeverReplaced() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    assertThatThrownBy(() -> open(IfExists.REPLACE, "a"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a folder");
    try (Publication publication = open(IfExists.REPLACE)) {
      publication.supersede(path("a"));
      assertThatThrownBy(publication::publish).hasMessageContaining("is a folder");
    }
    assertThat(folder.resolve("a")).isDirectory();
  }

  @Test
  void foldersAreMadeAsNeeded() throws IOException {
    try (Publication publication =
        Publication.open(storage, path("x/y"), List.of(), IfExists.REFUSE)) {
      publication.finish(path("x/y/z"), content("deep"));
      publication.publish();
    }
    assertThat(folder.resolve("x/y/z")).hasContent("deep");
  }

  @Test
  void foldersThatWereMadeInVainGoAgain() throws IOException {
    Files.createDirectory(folder.resolve("x"));
    Publication.open(storage, path("x/y/z"), List.of(), IfExists.REFUSE).close();
    assertThat(folder.resolve("x")).isEmptyDirectory();
  }

  @Test
  void ofTwoRunsAtOnceTheFirstToEndWins() throws IOException {
    try (Publication slow = open(IfExists.REFUSE);
        Publication fast = open(IfExists.REFUSE)) {
      slow.finish(path("a"), content("slow"));
      fast.finish(path("a"), content("fast"));
      fast.publish();
      assertThatThrownBy(slow::publish)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("--overwrite");
    }
    assertThat(names()).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("fast");
  }

  @Test
  void aTaskThatOutlivesItsJobLeavesNothing() throws IOException {
    Publication publication = open(IfExists.REFUSE);
    publication.close();
    assertThatThrownBy(
            () -> TfRecordFileWriter.create(storage, publication.workplace().part("late", 1)))
        .isInstanceOf(BadInputException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsBadInput() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> Publication.open(storage, path("file/sub"), List.of(), IfExists.REFUSE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write into " + folder.resolve("file/sub"));
  }
}
