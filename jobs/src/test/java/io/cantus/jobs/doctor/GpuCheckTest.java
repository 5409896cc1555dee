package io.cantus.jobs.doctor;

import static io.cantus.jobs.doctor.DoctorCommandTest.assertFinding;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.doctor.Finding.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPUs that a program under the name of nvidia-smi tells of, as the real one words it. */
final class GpuCheckTest {
  private static final Optional<GpuCode> CUDA_BUILD = Optional.of(GpuCode.OF_ND4J);
  private static final Optional<GpuCode> CPU_BUILD = Optional.empty();

  private static final String V100 = "Tesla V100-SXM2-16GB, 7.0, 16160 MiB, 470.161.03";
  private static final String A100 = "NVIDIA A100-SXM4-80GB, 8.0, 81920 MiB, 535.129.03";
  private static final String L40S = "NVIDIA L40S, 8.9, 46068 MiB, 535.129.03";
  private static final String H200 = "NVIDIA H200, 9.0, 143771 MiB, 550.90.07";
  private static final String NO_DRIVER =
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure"
          + " that the latest NVIDIA driver is installed and running.";

  @TempDir private Path folder;

  /** The finding where nvidia-smi prints these lines. */
  private Finding finding(Optional<GpuCode> code, String... lines) {
    return finding(code, Map.of(), lines);
  }

  private Finding finding(Optional<GpuCode> code, Map<String, String> more, String... lines) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", "/no/such/folder::" + nvidiaSmi(lines));
    return GpuCheck.finding(code, environment);
  }

  /** A folder with a program that prints the lines, if asked what the real one can answer. */
  private Path nvidiaSmi(String... lines) {
    try {
      Path program = folder.resolve("nvidia-smi");
      Files.writeString(
          program,
          """
          #!/bin/sh
          [ "$*" = "--query-gpu=name,compute_cap,memory.total,driver_version --format=csv,noheader" ] || exit 2
          cat <<'EOF'
          %s
          EOF
          """
              .formatted(String.join("\n", lines)));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aGpuThatNd4jHasCodeForIsFine() {
    assertFinding(
        finding(CUDA_BUILD, A100),
        Verdict.OK,
        "NVIDIA A100-SXM4-80GB (sm_80, 81920 MiB, driver 535)",
        "ND4J holds code for sm_37, 50, 52, 60, 61, 70, 75, 80, 86, no PTX");
    assertFinding(finding(CUDA_BUILD, V100, L40S), Verdict.OK, "sm_70", "sm_89");
  }

  @Test
  void aGpuThatIsNewerThanAllCodeIsWrongForABuildForGpus() {
    assertFinding(
        finding(CUDA_BUILD, H200),
        Verdict.WRONG,
        "NVIDIA H200 (sm_90, 143771 MiB, driver 550)",
        "80, 86, no PTX",
        "build without -Pcuda",
        "BACKEND_PRIORITY_CPU=200");
    assertFinding(
        finding(CUDA_BUILD, Map.of("BACKEND_PRIORITY_CPU", "200"), H200), Verdict.NOTE, "not used");
    assertFinding(finding(CUDA_BUILD, A100, H200), Verdict.NOTE, "CUDA_VISIBLE_DEVICES");
  }

  @Test
  void aDriverOlderThanCuda11IsWrongForABuildForGpus() {
    assertFinding(
        finding(CUDA_BUILD, "Tesla K80, 3.7, 11441 MiB, 418.226.00"),
        Verdict.WRONG,
        "driver 418",
        "needs driver 450 or newer");
  }

  @Test
  void aGpuDoesNoHarmToABuildForTheCpu() {
    assertFinding(finding(CPU_BUILD, A100), Verdict.OK, "sm_80", "mvn -Pcuda package");
    assertFinding(
        finding(CPU_BUILD, H200),
        Verdict.OK,
        "NVIDIA H200 (sm_90, 143771 MiB, driver 550)",
        "training on the CPU is right");
  }

  @Test
  void withoutAGpuTheCpuTrains() {
    Map<String, String> nowhere = Map.of("PATH", folder.toString());
    assertFinding(GpuCheck.finding(CPU_BUILD, nowhere), Verdict.OK, "trains on the CPU");
    assertFinding(GpuCheck.finding(CUDA_BUILD, nowhere), Verdict.NOTE, "falls back to the CPU");
    assertFinding(GpuCheck.finding(CPU_BUILD, Map.of()), Verdict.OK, "none of NVIDIA's");
    assertFinding(finding(CPU_BUILD), Verdict.OK, "none of NVIDIA's");
  }

  @Test
  void whatTheDriverComplainsOfIsShown() {
    assertFinding(
        finding(CUDA_BUILD, NO_DRIVER), Verdict.NOTE, "couldn't communicate", "falls back");
    assertFinding(
        finding(CUDA_BUILD, "Field \"compute_cap\" is not a valid field to query."),
        Verdict.NOTE,
        "nvidia-smi says: Field \"compute_cap\" is not");
    assertFinding(finding(CPU_BUILD, "No devices were found"), Verdict.OK, "No devices were found");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 5, false",
    "3, 7, true",
    "5, 3, true",
    "6, 0, true",
    "6, 2, true",
    "7, 2, true",
    "8, 0, true",
    "8, 9, true",
    "9, 0, false",
    "10, 0, false",
    "12, 1, false"
  })
  void machineCodeRunsOnGpusOfItsOwnGenerationOnly(int major, int minor, boolean runs) {
    assertThat(GpuCode.OF_ND4J.runsOn(new Gpu("a", major, minor, "1 MiB", 500))).isEqualTo(runs);
  }

  @Test
  void ptxRunsOnAllGpusFromItsOwnOn() {
    GpuCode code = new GpuCode(new TreeSet<>(List.of(70)), new TreeSet<>(List.of(86)));
    assertThat(code.runsOn(new Gpu("a", 9, 0, "1 MiB", 500))).isTrue();
    assertThat(code.runsOn(new Gpu("a", 8, 6, "1 MiB", 500))).isTrue();
    assertThat(code.runsOn(new Gpu("a", 8, 0, "1 MiB", 500))).isFalse();
    assertThat(code).hasToString("sm_70, PTX from sm_86 on");
  }

  @Test
  void aLibrarysArchitecturesAreReadFromItsFirstFatBinary() throws IOException {
    ByteBuffer library = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    library.putLong(0x464c457fL).putLong(0xBA55ED50L);
    library.putLong(0x00100001BA55ED50L).putLong(2 * 64 + 80 + 24 + 40 + 16);
    entry(library, 2, 64, 24, 37);
    entry(library, 2, 64, 40, 86);
    entry(library, 1, 80, 16, 86);
    library.putLong(0x00100001BA55ED50L).putLong(64);
    entry(library, 2, 64, 0, 90);
    byte[] bytes = library.array();

    assertThat(FatBinary.first(new ByteArrayInputStream(bytes)))
        .contains(new GpuCode(new TreeSet<>(List.of(37, 86)), new TreeSet<>(List.of(86))));
    assertThat(FatBinary.first(new ByteArrayInputStream(bytes, 0, 100))).isEmpty();
    assertThat(FatBinary.first(new ByteArrayInputStream(new byte[100]))).isEmpty();
  }

  private static void entry(ByteBuffer to, int kind, int header, int code, int architecture) {
    int start = to.position();
    to.putShort((short) kind).putShort((short) 0x101).putInt(header).putLong(code);
    to.putInt(start + 28, architecture);
    to.position(start + header + code);
  }

  @Test
  void theBuildForTheCpuHoldsNothingForGpus() {
    assertThat(GpuCode.ofThisBuild()).isEmpty();
  }
}
