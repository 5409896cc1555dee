package io.cantus.jobs.doctor;

/**
 * An NVIDIA GPU.
 *
 * @param name such as {@code NVIDIA A100-SXM4-80GB}
 * @param major of its compute capability, such as 8 of sm_80
 * @param minor of its compute capability, such as 0 of sm_80
 * @param memory as its driver says it, such as {@code 81920 MiB}
 * @param driver the first number of its driver's version, such as 535
 */
record Gpu(String name, int major, int minor, String memory, int driver) {
  @Override
  public String toString() {
    return "%s (sm_%d%d, %s, driver %d)".formatted(name, major, minor, memory, driver);
  }
}
