package io.cantus.transforms.tfrecord;

import java.util.zip.CRC32C;

/** CRC-32C as TensorFlow stores it: rotated and offset, so that a CRC of CRCs stays strong. */
public final class MaskedCrc32c {
  private static final int MASK_DELTA = 0xa282ead8;

  private final CRC32C crc = new CRC32C();

  /** The masked checksum of {@code length} bytes from {@code offset}. */
  public int of(byte[] data, int offset, int length) {
    crc.reset();
    crc.update(data, offset, length);
    return mask((int) crc.getValue());
  }

  /** The mask by itself, for a checksum computed elsewhere. */
  public static int mask(int crc32c) {
    return Integer.rotateRight(crc32c, 15) + MASK_DELTA;
  }
}
