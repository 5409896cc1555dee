package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputNameTest {

  @Test
  void aPlainNameIsOneFile() {
    assertThat(OutputName.parse("a/x.tfrecord").files()).containsExactly("a/x.tfrecord");
    assertThat(OutputName.parse("a@b/x.tfrecord").files()).containsExactly("a@b/x.tfrecord");
  }

  @Test
  void aNumberAfterAtIsThatManyShards() {
    OutputName name = OutputName.parse("x.tfrecord@3");
    assertThat(name.base()).isEqualTo("x.tfrecord");
    assertThat(name.files())
        .containsExactly(
            "x.tfrecord-00000-of-00003", "x.tfrecord-00001-of-00003", "x.tfrecord-00002-of-00003");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x@0", "x@100000", "x@99999999999999999999"})
  void aNumberOfShardsHasBounds(String name) {
    assertThatThrownBy(() -> OutputName.parse(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("must be 1 to 99999");
  }

  @Test
  void shardsOfAnyNumberStandInTheWay(@TempDir Path folder) throws IOException {
    Storage storage = new Storage(new Configuration());
    for (String name : new String[] {"x.tf", "x.tf-00000-of-00001", "xxtf-00000-of-00001"}) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(OutputName.parse(folder + "/x.tf@4").existing(storage))
        .extracting(Storage::shown)
        .containsExactly(folder.resolve("x.tf-00000-of-00001").toString());
    assertThat(OutputName.parse(folder + "/x.tf").existing(storage))
        .extracting(Storage::shown)
        .containsExactly(folder.resolve("x.tf").toString());
    assertThat(OutputName.parse(folder + "/none/x.tf@4").existing(storage)).isEmpty();
  }
}
