package io.cantus.jobs.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which GPUs there are, and whether this build of ND4J can use them. Asks the driver, not ND4J,
 * which ends the process on a GPU that it holds no code for.
 */
final class GpuCheck {
  private static final String GPU = "GPU";

  /** ND4J's environment variables: the available backend with the higher number is taken. */
  private static final String CPU_PRIORITY = "BACKEND_PRIORITY_CPU";

  private static final String GPU_PRIORITY = "BACKEND_PRIORITY_GPU";
  private static final int DEFAULT_CPU_PRIORITY = 0;
  private static final int DEFAULT_GPU_PRIORITY = 100;

  /** What CUDA 11 asks for. */
  private static final int OLDEST_DRIVER = 450;

  private GpuCheck() {}

  static Finding ofMachine() {
    return finding(GpuCode.ofThisBuild(), System.getenv());
  }

  /**
   * @param code what this build of ND4J holds for GPUs; empty if it is for CPUs only
   */
  static Finding finding(Optional<GpuCode> code, Map<String, String> environment) {
    NvidiaDriver.Answer answer = NvidiaDriver.ask(environment);
    return code.map(held -> forGpus(answer, held, environment)).orElseGet(() -> forCpus(answer));
  }

  private static Finding forCpus(NvidiaDriver.Answer answer) {
    if (answer.gpus().isEmpty()) {
      return Finding.ok(GPU, none(answer) + "; this build trains on the CPU");
    }
    boolean useful = answer.gpus().stream().anyMatch(GpuCode.OF_ND4J::runsOn);
    return Finding.ok(
        GPU,
        all(answer.gpus())
            + (useful
                ? "; not used, this build trains on the CPU; mvn -Pcuda package makes one for GPUs"
                : "; %s, so training on the CPU is right".formatted(held(GpuCode.OF_ND4J))));
  }

  private static Finding forGpus(
      NvidiaDriver.Answer answer, GpuCode code, Map<String, String> environment) {
    List<Gpu> gpus = answer.gpus();
    if (gpus.isEmpty()) {
      return Finding.note(GPU, none(answer) + "; this build is for GPUs and falls back to the CPU");
    }
    if (priority(environment, CPU_PRIORITY, DEFAULT_CPU_PRIORITY)
        > priority(environment, GPU_PRIORITY, DEFAULT_GPU_PRIORITY)) {
      return Finding.note(GPU, "%s; not used, as %s says".formatted(all(gpus), CPU_PRIORITY));
    }
    String onTheCpu = "%s=%d trains on the CPU".formatted(CPU_PRIORITY, 2 * DEFAULT_GPU_PRIORITY);
    if (gpus.get(0).driver() < OLDEST_DRIVER) {
      return Finding.wrong(
          GPU,
          "%s; CUDA 11 needs driver %d or newer: update it, or %s"
              .formatted(all(gpus), OLDEST_DRIVER, onTheCpu));
    }
    long usable = gpus.stream().filter(code::runsOn).count();
    if (usable == 0) {
      return Finding.wrong(
          GPU,
          "%s; %s: none that it runs; build without -Pcuda, or %s"
              .formatted(all(gpus), held(code), onTheCpu));
    }
    return usable < gpus.size()
        ? Finding.note(
            GPU,
            "%s; %s: hide those that cannot run it with CUDA_VISIBLE_DEVICES"
                .formatted(all(gpus), held(code)))
        : Finding.ok(GPU, "%s; %s".formatted(all(gpus), held(code)));
  }

  private static String none(NvidiaDriver.Answer answer) {
    return answer.complaint().isEmpty()
        ? "none of NVIDIA's"
        : "none known of; " + answer.complaint();
  }

  private static String all(List<Gpu> gpus) {
    return gpus.stream().map(Gpu::toString).collect(Collectors.joining(", "));
  }

  private static String held(GpuCode code) {
    return "ND4J holds code for %s".formatted(code);
  }

  private static int priority(Map<String, String> environment, String name, int otherwise) {
    String given = environment.getOrDefault(name, "");
    return given.matches("-?\\d{1,9}") ? Integer.parseInt(given) : otherwise;
  }
}
