package io.cantus.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.doctor.Finding.Verdict;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path folder;

  static void assertFinding(Finding finding, Verdict verdict, String... words) {
    assertThat(finding.verdict()).as(finding.text()).isEqualTo(verdict);
    assertThat(finding.text()).contains(words);
  }

  @Test
  void aMachineThatCanTrainIsToldWhatItTrainsOn() {
    CantusRun run = CantusRun.of("doctor", "--master=local[2]");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(
            "Java flags  Spark can reach all packages that it needs",
            "paths without a scheme mean file:///",
            "backend CPU, BLAS OPENBLAS with 1 thread a task",
            "on local[2], 2 tasks at once; a step of training works in each");
    assertThat(run.out().strip()).endsWith("Training works here.");
    assertThat(run.out()).doesNotContain("wrong");
  }

  @Test
  void aSparkThatCannotBeReachedIsWrongAndTheStatusSaysSo() {
    CantusRun run = CantusRun.of("doctor", "--master=nowhere");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).contains("wrong  Spark", "'nowhere' is no Spark master");
    assertThat(run.err().strip())
        .isEqualTo("cantus: training would not work here; see above what to do about Spark");
  }

  @Test
  void javaWithoutTheFlagsOfSparkIsWrong() {
    assertFinding(
        JavaCheck.flags(name -> !name.startsWith("sun."), "G1", List.of()),
        Verdict.WRONG,
        "sun.nio.ch, sun.nio.cs, sun.security.action, sun.util.calendar",
        "conf/jvm.options");
    assertFinding(JavaCheck.flags(name -> true, "G1", List.of("-Xmx1g")), Verdict.OK, "-Xmx1g");
    assertFinding(JavaCheck.version(25), Verdict.NOTE, "Java 17");
  }

  @Test
  void theLauncherOpensWhatTheDoctorLooksFor() throws IOException {
    List<String> opened =
        Files.readAllLines(Path.of("..", "conf", "jvm.options")).stream()
            .filter(line -> line.startsWith("--add-opens=java.base/"))
            .map(line -> line.replaceAll(".*/|=ALL-UNNAMED", ""))
            .toList();
    assertThat(opened).containsExactlyElementsOf(JavaCheck.SPARKS_PACKAGES);
  }

  @Test
  void memoryIsComparedWithWhatTheProcessMayTake() {
    assertFinding(MemoryCheck.memory(16 * GIB, 4 * GIB, 12 * GIB), Verdict.OK, "the heap may");
    assertFinding(
        MemoryCheck.memory(16 * GIB, 4 * GIB, 0),
        Verdict.NOTE,
        "the process to any size",
        "maxphysicalbytes=14745m");
    assertFinding(MemoryCheck.memory(16 * GIB, 4 * GIB, 17 * GIB), Verdict.NOTE, "killed");
    assertFinding(MemoryCheck.memory(2 * GIB, 4 * GIB, 0), Verdict.NOTE, "-Xmx");
    assertFinding(MemoryCheck.memory(16 * GIB, GIB / 4, 0), Verdict.WRONG, "-Xmx1g");
  }

  @Test
  void aTemporaryFolderThatIsNoneIsWrong() {
    assertFinding(MemoryCheck.disk(folder.toFile()), Verdict.OK, folder.toString());
    File none = folder.resolve("none").toFile();
    assertFinding(MemoryCheck.disk(none), Verdict.WRONG, none.toString(), "java.io.tmpdir");
  }

  @Test
  void aFileSystemThatDoesNotAnswerIsWrong() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "hdfs://127.0.0.1:" + closedPort);
    List<Finding> findings =
        HadoopCheck.findings(configuration, "file:/etc/core-site.xml", Map.of());
    assertThat(findings).hasSize(1);
    assertFinding(
        findings.get(0),
        Verdict.WRONG,
        "hdfs://127.0.0.1:" + closedPort,
        "by file:/etc/core-site.xml",
        "cannot list");
  }

  @Test
  void aConfigurationThatOnlySparkSubmitReadsIsMentioned() throws IOException {
    Map<String, String> environment = Map.of("HADOOP_CONF_DIR", folder.toString());
    assertThat(HadoopCheck.findings(new Configuration(), "", environment)).hasSize(1);
    Files.writeString(folder.resolve("core-site.xml"), "<configuration/>");
    List<Finding> findings = HadoopCheck.findings(new Configuration(), "", environment);
    assertThat(findings).hasSize(2);
    assertFinding(findings.get(0), Verdict.OK, "file:///");
    assertFinding(findings.get(1), Verdict.NOTE, folder.toString(), "spark-submit");
  }
}
