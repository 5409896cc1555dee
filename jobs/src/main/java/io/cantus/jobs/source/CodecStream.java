package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Decompressor;

/** Unpacks the next bytes of a file, with whichever codec of Hadoop's; leaves the file open. */
final class CodecStream extends InputStream {
  private final Decompressor decompressor;
  private final InputStream in;

  /** Unpacks {@code length} bytes. */
  CodecStream(CompressionCodec codec, InputStream file, long length) throws IOException {
    decompressor = CodecPool.getDecompressor(codec);
    in = codec.createInputStream(new Part(file, length), decompressor);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return in.read(into, offset, length);
    } catch (RuntimeException | InternalError e) {
      // What codecs, some of them native, throw at damaged data.
      throw new IOException("the compressed data is damaged: " + Storage.reason(e), e);
    }
  }

  @Override
  public void close() {
    CodecPool.returnDecompressor(decompressor);
  }

  /** The next bytes of a file. */
  private static final class Part extends InputStream {
    private final InputStream file;
    private long left;

    Part(InputStream file, long length) {
      this.file = file;
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int got = file.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(got, 0);
      return got;
    }
  }
}
