package io.cantus.jobs.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.cantus.jobs.cli.Quantity;
import java.io.File;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** How much memory and disk there is, and how much of it this process may take. */
final class MemoryCheck {
  private static final String MEMORY = "Memory";
  private static final String DISK = "Disk";
  private static final long MIB = 1L << 20;

  /** Spark refuses to start with less. */
  private static final long LEAST_HEAP = 450 * MIB;

  private static final long LITTLE_DISK = 1024 * MIB;

  private MemoryCheck() {}

  static Finding ofProcess() {
    long machine =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    return memory(machine, Runtime.getRuntime().maxMemory(), Pointer.maxPhysicalBytes());
  }

  /**
   * @param machine bytes that the machine, or the container, has
   * @param heap bytes that Java's heap may grow to
   * @param whole bytes that the process may have with all that networks take outside of the heap; 0
   *     for no bound
   */
  static Finding memory(long machine, long heap, long whole) {
    String text =
        "the machine has %s, the heap may grow to %s, the process to %s"
            .formatted(
                Quantity.bytes(machine),
                Quantity.bytes(heap),
                whole > 0 ? Quantity.bytes(whole) : "any size");
    if (heap < LEAST_HEAP) {
      return Finding.wrong(
          MEMORY, text + "; Spark needs a larger heap: CANTUS_JAVA_OPTS=-Xmx1g or more");
    }
    if (heap > machine) {
      return Finding.note(
          MEMORY, text + "; the heap is larger than that: CANTUS_JAVA_OPTS=-Xmx... bounds it");
    }
    if (whole <= 0 || whole > machine) {
      return Finding.note(
          MEMORY,
          "%s; a run that takes too much is killed by the system rather than told so, unless"
                  .formatted(text)
              + " CANTUS_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxphysicalbytes=%dm bounds it"
                  .formatted(machine / MIB * 9 / 10));
    }
    return Finding.ok(MEMORY, text);
  }

  static Finding temporaryFolder() {
    return disk(new File(System.getProperty("java.io.tmpdir")));
  }

  static Finding disk(File folder) {
    if (!folder.isDirectory() || !folder.canWrite()) {
      return Finding.wrong(
          DISK,
          "cannot write to the temporary folder %s; name another with".formatted(folder)
              + " CANTUS_JAVA_OPTS=-Djava.io.tmpdir=...");
    }
    String text = "%s free in %s".formatted(Quantity.bytes(folder.getUsableSpace()), folder);
    return folder.getUsableSpace() < LITTLE_DISK
        ? Finding.note(DISK, text + ", where Spark keeps what memory cannot hold")
        : Finding.ok(DISK, text);
  }
}
