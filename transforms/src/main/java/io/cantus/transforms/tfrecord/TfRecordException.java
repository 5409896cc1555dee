package io.cantus.transforms.tfrecord;

import java.io.IOException;

/** A TFRecord stream that is damaged or cut off; the message names the file and the byte offset. */
public final class TfRecordException extends IOException {
  private final String source;
  private final long offset;

  TfRecordException(String source, long offset, String what) {
    super("%s: %s at byte %d".formatted(source, what, offset));
    this.source = source;
    this.offset = offset;
  }

  /** The name of the damaged file, as given to the reader. */
  public String source() {
    return source;
  }

  /** Where the damaged record begins, in bytes of the uncompressed stream. */
  public long offset() {
    return offset;
  }
}
