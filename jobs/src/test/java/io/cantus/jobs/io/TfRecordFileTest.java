package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TfRecordFileTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  @BeforeEach
  void someFiles() throws IOException {
    for (String name :
        List.of(
            "b.tfrecord",
            "a.tfrecord",
            "c.tfrecord-00001-of-00002",
            "c.tfrecord-00000-of-00002",
            "d.tfrecord.gz",
            "e f%20.tfrecords",
            ".hidden.tfrecord",
            "_started.tfrecord",
            ".a.tfrecord.crc",
            "a.rejects.jsonl",
            "notes.txt",
            "odd@2")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("folder.tfrecord"));
  }

  private List<String> resolve(String input) {
    return TfRecordFile.resolve(storage, folder + "/" + input).stream()
        .map(file -> folder.relativize(Path.of(file.shown())).toString())
        .toList();
  }

  @Test
  void aFileIsItself() {
    assertThat(resolve("notes.txt")).containsExactly("notes.txt");
    assertThat(resolve("e f%20.tfrecords")).containsExactly("e f%20.tfrecords");
    assertThat(resolve("odd@2")).containsExactly("odd@2");
  }

  @Test
  void aFolderIsItsTfRecordFilesByName() {
    assertThat(resolve(""))
        .containsExactly(
            "a.tfrecord",
            "b.tfrecord",
            "c.tfrecord-00000-of-00002",
            "c.tfrecord-00001-of-00002",
            "d.tfrecord.gz",
            "e f%20.tfrecords");
  }

  @Test
  void aGlobIsAllFilesThatMatch() {
    assertThat(resolve("[ab].tfrecord")).containsExactly("a.tfrecord", "b.tfrecord");
    assertThat(resolve("c.tfrecord-*"))
        .containsExactly("c.tfrecord-00000-of-00002", "c.tfrecord-00001-of-00002");
  }

  @Test
  void aShardedNameIsAllItsShards() {
    assertThat(resolve("c.tfrecord@2"))
        .containsExactly("c.tfrecord-00000-of-00002", "c.tfrecord-00001-of-00002");
    assertThatThrownBy(() -> resolve("c.tfrecord@3"))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("c.tfrecord-00000-of-00003 is missing");
  }

  @Test
  void nothingToReadIsBadInput() {
    assertThatThrownBy(() -> resolve("nowhere.tfrecord"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("nowhere.tfrecord");
    assertThatThrownBy(() -> resolve("x*"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> resolve("folder.tfrecord"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no file named *.tfrecord* in folder");
  }
}
