package io.cantus.jobs.doctor;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * NVIDIA's container of one piece of GPU code translated for several architectures, as compilers
 * put it into libraries. All numbers are little-endian: a header of magic 0xBA55ED50, version 1,
 * its own 16 bytes and the size of all entries; each entry begins with its kind (1 for PTX, 2 for
 * machine code), the size of its own header and that of the code, and has its architecture at byte
 * 28. NVIDIA documents none of this; cuobjdump shows the same.
 */
final class FatBinary {
  /** Magic, version and size of the header in one word; containers lie at multiples of 8. */
  private static final long HEADER = 0x0010_0001_BA55_ED50L;

  private static final int KIND_MASK = 0xFFFF;
  private static final int PTX = 1;
  private static final int MACHINE_CODE = 2;
  private static final int ENTRY_START = 32;
  private static final int BUFFER = 1 << 16;

  private FatBinary() {}

  /**
   * What the first container in a library holds; those after it, of the same build, hold the same.
   *
   * @return empty if there is none, or it is cut off
   */
  static Optional<GpuCode> first(InputStream library) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(library, BUFFER));
    try {
      long word;
      do {
        word = word(in);
      } while (word != HEADER);
      return Optional.of(entries(in, word(in)));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private static long word(DataInputStream in) throws IOException {
    return Long.reverseBytes(in.readLong());
  }

  private static GpuCode entries(DataInputStream in, long size) throws IOException {
    SortedSet<Integer> machineCode = new TreeSet<>();
    SortedSet<Integer> ptx = new TreeSet<>();
    long left = size;
    while (left > 0) {
      long kindAndHeader = word(in);
      long code = word(in);
      word(in);
      int architecture = (int) (word(in) >>> Integer.SIZE);
      switch ((int) kindAndHeader & KIND_MASK) {
        case MACHINE_CODE -> machineCode.add(architecture);
        case PTX -> ptx.add(architecture);
        default -> {}
      }
      long entry = (kindAndHeader >>> Integer.SIZE) + code;
      in.skipNBytes(entry - ENTRY_START);
      left -= entry;
    }
    return new GpuCode(machineCode, ptx);
  }
}
