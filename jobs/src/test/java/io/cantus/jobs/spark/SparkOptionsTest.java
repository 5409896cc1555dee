package io.cantus.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkOptionsTest {
  @TempDir private Path folder;

  private CantusRun convert(String master) throws IOException {
    Path midi = Files.createDirectories(folder.resolve("midi"));
    Files.write(midi.resolve("a.mid"), new byte[] {1});
    return CantusRun.of(
        "convert",
        "--input_dir=" + midi,
        "--output_file=" + folder.resolve("out.tfrecord"),
        "--master=" + master);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  @Timeout(30)
  void aMasterThatIsNotThereIsToldAtOnceAndInOneLine() throws IOException {
    String master = "spark://127.0.0.1:%d,no-such-host.invalid:7077".formatted(freePort());
    CantusRun run = convert(master);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .isEqualTo(
            "cantus: the Spark master %s does not take the job: Connection refused, unknown host"
                    .formatted(master)
                + " no-such-host.invalid; start it, name one that runs, or give"
                + " --master=local[*]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://", "spark://host", "spark://host:port", "spark:// :1", "sparks"})
  void whatIsNoMasterIsNamed(String master) throws IOException {
    CantusRun run = convert(master);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith(
            "cantus: '%s' is no Spark master; give one such as --master=".formatted(master));
  }
}
