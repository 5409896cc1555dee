package io.cantus.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.Storage;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoFolderTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private DemoFolder prepare(Path root) {
    return DemoFolder.prepare(storage, root.toString());
  }

  private void sign() throws IOException {
    Files.createFile(folder.resolve(prepare(folder).sign().getName()));
  }

  private void assertRefused(Path root, String why) {
    assertThatThrownBy(() -> prepare(root))
        .isInstanceOf(BadInputException.class)
        .hasMessage("%s %s; give another --output_dir", root, why);
  }

  @Test
  void aNewFolderIsFine() {
    Path root = folder.resolve("new");
    assertThat(Storage.shown(prepare(root).page()))
        .isEqualTo(root.resolve("index.html").toString());
  }

  @Test
  void whatAnEarlierDemoMadeGoes() throws IOException {
    sign();
    Files.createFile(Files.createDirectory(folder.resolve("midi")).resolve("song.mid"));
    Files.createFile(folder.resolve("index.html"));
    prepare(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatOnlyLooksLikeADemosIsLeftAlone() throws IOException {
    Path song = Files.createFile(Files.createDirectory(folder.resolve("midi")).resolve("song.mid"));
    assertRefused(folder, "holds files that no demo made (midi)");
    assertThat(song).exists();
  }

  @Test
  void aForeignFileProtectsADemosFolder() throws IOException {
    sign();
    Files.createFile(folder.resolve("index.html"));
    Files.createFile(folder.resolve("notes.txt"));
    assertRefused(folder, "holds files that no demo made (notes.txt)");
    assertThat(folder.resolve("index.html")).exists();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("run"));
    assertRefused(file, "is a file");
    assertThat(file).exists();
  }
}
