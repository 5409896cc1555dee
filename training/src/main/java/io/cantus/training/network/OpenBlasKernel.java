package io.cantus.training.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The OpenBLAS that ND4J brings is of 2021. On AMD processors that came later (Zen 5) it does not
 * know what they can do and takes kernels for SSE2, a fourth of the speed. It asks the environment
 * first, so this adds the answer to it, unless the user has given one. Has no effect once OpenBLAS
 * is loaded, so it comes before anything of ND4J.
 */
final class OpenBlasKernel {
  private static final String VARIABLE = "OPENBLAS_CORETYPE";
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** Zen 3 and Zen 4. */
  private static final int NEWEST_KNOWN_FAMILY = 25;

  static {
    addToEnvironment();
  }

  private OpenBlasKernel() {}

  /** Makes the choice if it was not made before. */
  static void choose() {
    // The work is done when the class is loaded, once.
  }

  private static void addToEnvironment() {
    if (System.getenv(VARIABLE) != null || !Files.isReadable(PROCESSORS)) {
      return;
    }
    try {
      forProcessor(Files.readAllLines(PROCESSORS, StandardCharsets.UTF_8))
          .ifPresent(kernel -> addToEnvironment(VARIABLE + "=" + kernel));
    } catch (IOException e) {
      // Then OpenBLAS chooses alone, which is slower at worst.
      return;
    }
  }

  /**
   * The name of the kernels to take where OpenBLAS would choose badly.
   *
   * @param cpuinfo lines as Linux has them in {@code /proc/cpuinfo}
   */
  static Optional<String> forProcessor(List<String> cpuinfo) {
    if (!field(cpuinfo, "vendor_id").equals("AuthenticAMD")
        || Integer.parseInt(field(cpuinfo, "cpu family")) <= NEWEST_KNOWN_FAMILY) {
      return Optional.empty();
    }
    Set<String> flags = Set.of(field(cpuinfo, "flags").split(" "));
    if (flags.containsAll(Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"))) {
      return Optional.of("SkylakeX");
    }
    return flags.containsAll(Set.of("avx2", "fma")) ? Optional.of("Haswell") : Optional.empty();
  }

  private static String field(List<String> cpuinfo, String name) {
    return cpuinfo.stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst()
        .orElse("");
  }

  /**
   * Puts a longer copy in the place of C's {@code environ}, as POSIX allows; Java itself has no way
   * to do it. Neither is ever freed, so that whoever reads one meanwhile can go on.
   */
  private static void addToEnvironment(String entry) {
    Pointer symbol = Loader.addressof("environ");
    if (symbol == null) {
      return;
    }
    PointerPointer<?> environ = new PointerPointer<>(symbol);
    PointerPointer<?> old = new PointerPointer<>(environ.get());
    int count = 0;
    while (old.get(count) != null) {
      count++;
    }
    byte[] bytes = (entry + "\0").getBytes(StandardCharsets.US_ASCII);
    Pointer text = new BytePointer(Pointer.malloc(bytes.length)).put(bytes);
    PointerPointer<?> longer =
        new PointerPointer<>(Pointer.malloc((count + 2L) * Loader.sizeof(Pointer.class)));
    Pointer.memcpy(longer, old, (long) count * Loader.sizeof(Pointer.class));
    longer.put(count, text);
    longer.put(count + 1L, (Pointer) null);
    environ.put(longer);
  }
}
