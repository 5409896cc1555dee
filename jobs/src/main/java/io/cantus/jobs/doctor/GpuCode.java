package io.cantus.jobs.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;

/**
 * The GPUs that a library was built for.
 *
 * @param architectures whose machine code it holds, such as 86 for sm_86
 * @param ptx architectures from which on a driver can translate what it holds
 */
record GpuCode(SortedSet<Integer> architectures, SortedSet<Integer> ptx) {
  /** ND4J 1.0.0-M2.1 for CUDA 11.6, the one that this is built with. */
  static final GpuCode OF_ND4J =
      new GpuCode(new TreeSet<>(List.of(37, 50, 52, 60, 61, 70, 75, 80, 86)), new TreeSet<>());

  private static final int MINORS = 10;

  GpuCode {
    architectures = Collections.unmodifiableSortedSet(new TreeSet<>(architectures));
    ptx = Collections.unmodifiableSortedSet(new TreeSet<>(ptx));
  }

  /** What ND4J's library for GPUs holds; empty if this build has none. */
  static Optional<GpuCode> ofThisBuild() {
    String library =
        "org/nd4j/linalg/jcublas/bindings/%s/%s"
            .formatted(Loader.getPlatform(), System.mapLibraryName("nd4jcuda"));
    try (InputStream in = GpuCode.class.getClassLoader().getResourceAsStream(library)) {
      return in == null ? Optional.empty() : Optional.of(FatBinary.first(in).orElse(OF_ND4J));
    } catch (IOException e) {
      return Optional.of(OF_ND4J);
    }
  }

  /**
   * Machine code runs on GPUs of the same major number and no smaller minor one: 8.6 is good for
   * 8.9, too, and nothing for 9.0. PTX is good for all from its own on.
   */
  boolean runsOn(Gpu gpu) {
    int own = gpu.major() * MINORS + gpu.minor();
    return architectures.stream().anyMatch(a -> a / MINORS == gpu.major() && a <= own)
        || ptx.stream().anyMatch(architecture -> architecture <= own);
  }

  @Override
  public String toString() {
    return "sm_%s, %s"
        .formatted(
            listed(architectures),
            ptx.isEmpty() ? "no PTX" : "PTX from sm_%s on".formatted(ptx.first()));
  }

  private static String listed(SortedSet<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
