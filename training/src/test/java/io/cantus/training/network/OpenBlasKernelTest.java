package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenBlasKernelTest {
  private static final String AVX512 = "fpu avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl";

  private static List<String> cpuinfo(String vendor, int family, String flags) {
    return List.of(
        "processor\t: 0",
        "vendor_id\t: " + vendor,
        "cpu family\t: " + family,
        "model name\t: some: name",
        "flags\t\t: " + flags,
        "");
  }

  @Test
  void processorsOfAmdThatAreNewerThanTheLibraryGetWhatTheyCanDo() {
    assertThat(OpenBlasKernel.forProcessor(cpuinfo("AuthenticAMD", 26, AVX512)))
        .contains("SkylakeX");
    assertThat(OpenBlasKernel.forProcessor(cpuinfo("AuthenticAMD", 26, "fpu avx2 fma avx512f")))
        .contains("Haswell");
    assertThat(OpenBlasKernel.forProcessor(cpuinfo("AuthenticAMD", 26, "fpu sse2"))).isEmpty();
  }

  @Test
  void otherProcessorsAreLeftToTheLibrary() {
    assertThat(OpenBlasKernel.forProcessor(cpuinfo("AuthenticAMD", 25, AVX512))).isEmpty();
    assertThat(OpenBlasKernel.forProcessor(cpuinfo("GenuineIntel", 26, AVX512))).isEmpty();
    assertThat(OpenBlasKernel.forProcessor(List.of("Features : fp asimd"))).isEmpty();
  }
}
