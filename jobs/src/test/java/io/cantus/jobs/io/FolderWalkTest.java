package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.FolderWalk.Kind;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderWalkTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private void write(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, name);
  }

  private List<Entry> walk(Depth depth) {
    return FolderWalk.list(
        storage, storage.path(folder.toString()), depth, name -> name.endsWith(".mid"));
  }

  @Test
  void filesOfAFolderComeBeforeItsSubfoldersAndNamesAreSorted() throws IOException {
    for (String name : List.of("z.mid", "B/1", "a/b/c", "a/a.mid", "a/z", "B.txt", "b.mid/no")) {
      write(name);
    }
    assertThat(walk(Depth.ALL_SUBFOLDERS).stream().map(Entry::name))
        .containsExactly("B.txt", "b.mid", "z.mid", "B/1", "a/a.mid", "a/z", "a/b/c");
    assertThat(walk(Depth.ALL_SUBFOLDERS).get(1).kind()).isEqualTo(Kind.FOLDER);
  }

  @Test
  void withoutSubfoldersEachIsAnEntry() throws IOException {
    write("a.mid");
    write("sub/b.mid");
    List<Entry> entries = walk(Depth.THIS_FOLDER);
    assertThat(entries.stream().map(Entry::name)).containsExactly("a.mid", "sub");
    assertThat(entries.stream().map(Entry::kind)).containsExactly(Kind.FILE, Kind.FOLDER);
  }

  @Test
  void namesOfEveryKindComeBack() throws IOException {
    List<String> names =
        List.of(
            "#hash.mid",
            "%41.mid",
            "a b.mid",
            "a:b.mid",
            "caf\u00e9.mid",
            "cafe\u0301.mid",
            "q?[1]{x}*.mid",
            "\uFF5E.mid",
            "\uD83C\uDFB5.mid");
    for (String name : names) {
      write(name);
    }
    List<Entry> entries = walk(Depth.ALL_SUBFOLDERS);
    assertThat(entries.stream().map(Entry::name)).containsExactlyInAnyOrderElementsOf(names);
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(storage.read(entry.path(), entry.bytes()))
                    .isEqualTo(entry.name().getBytes(StandardCharsets.UTF_8)));
    // By code point: a Java string's own order would put the surrogates first.
    assertThat(entries.stream().map(Entry::name)).endsWith("\uFF5E.mid", "\uD83C\uDFB5.mid");
  }

  @Test
  void linksAreFollowedButNotInCirclesAndThoseToNowhereAreEntries() throws IOException {
    write("a/b.mid");
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);
    Files.createSymbolicLink(folder.resolve("broken #1.mid"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("c"), folder.resolve("a"));
    List<Entry> entries = walk(Depth.ALL_SUBFOLDERS);
    assertThat(entries.stream().map(Entry::name))
        .containsExactly("broken #1.mid", "a/b.mid", "a/loop", "c/b.mid", "c/loop");
    assertThat(entries.stream().map(Entry::kind))
        .containsExactly(Kind.FILE, Kind.FILE, Kind.LINK_LOOP, Kind.FILE, Kind.LINK_LOOP);
    assertThatThrownBy(() -> storage.read(entries.get(0).path(), 0))
        .isInstanceOf(IOException.class);
  }

  @Test
  void readsAFileThatIsNotAsLongAsListed() throws IOException {
    write("grows.mid");
    Entry entry = walk(Depth.THIS_FOLDER).get(0);
    byte[] longer = "grows.mid and grows".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("grows.mid"), longer);
    assertThat(storage.read(entry.path(), entry.bytes())).isEqualTo(longer);
    Files.write(folder.resolve("grows.mid"), new byte[3]);
    assertThat(storage.read(entry.path(), entry.bytes())).isEqualTo(new byte[3]);
  }

  @Test
  void whatIsNoFolderIsBadInput() throws IOException {
    write("file.mid");
    assertThatThrownBy(
            () ->
                FolderWalk.list(
                    storage,
                    storage.path(folder.resolve("none").toString()),
                    Depth.THIS_FOLDER,
                    name -> false))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there is no folder " + folder.resolve("none"));
    assertThatThrownBy(
            () ->
                FolderWalk.list(
                    storage,
                    storage.path(folder.resolve("file.mid").toString()),
                    Depth.THIS_FOLDER,
                    name -> false))
        .isInstanceOf(BadInputException.class)
        .hasMessage(folder.resolve("file.mid") + " is not a folder");
  }
}
