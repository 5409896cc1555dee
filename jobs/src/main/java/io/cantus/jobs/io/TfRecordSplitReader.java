package io.cantus.jobs.io;

import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import io.cantus.transforms.tfrecord.TfRecordException;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads the records of a piece of a file. Damage is a {@link FaultyInputException} that names file
 * and offset (for a gzipped file, the offset in what it unpacks to). In a piece that does not begin
 * with its file, what looks like damage may come from a false beginning: there it ends the piece,
 * and {@link #span} says so.
 */
public final class TfRecordSplitReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final TfRecordSplit split;
  private final TfRecordReader records;
  private final long first;
  private boolean unsure;

  private TfRecordSplitReader(TfRecordSplit split, TfRecordReader records, long first) {
    this.split = split;
    this.records = records;
    this.first = first;
  }

  /** Opens a piece at its first record. */
  public static TfRecordSplitReader open(Storage storage, TfRecordSplit split) {
    TfRecordFile file = split.file();
    try {
      if (file.compression() == Compression.GZIP) {
        InputStream in = new WholeGzipStream(storage.open(file.path()));
        return new TfRecordSplitReader(
            split, new TfRecordReader(new BufferedInputStream(in, BUFFER_BYTES), file.shown()), 0);
      }
      long first = split.start() == 0 ? 0 : firstRecord(storage, split);
      FSDataInputStream in = storage.open(file.path());
      long offset = first == TfRecordSplit.Span.NO_RECORD ? file.bytes() : first;
      in.seek(offset);
      return new TfRecordSplitReader(
          split,
          new TfRecordReader(new BufferedInputStream(in, BUFFER_BYTES), file.shown(), offset),
          first);
    } catch (IOException e) {
      throw unreadable(file, 0, e);
    }
  }

  /** The next record of the piece, or null after the last. */
  public byte[] next() {
    boolean bounded = split.file().compression() == Compression.NONE;
    if (bounded && (first == TfRecordSplit.Span.NO_RECORD || records.offset() >= split.end())) {
      return null;
    }
    long offset = records.offset();
    try {
      return unsure ? null : records.next();
    } catch (IOException e) {
      if (e instanceof TfRecordException && split.start() > 0) {
        unsure = true;
        return null;
      }
      throw unreadable(split.file(), offset, e);
    }
  }

  /** Where the next record begins. */
  public long offset() {
    return records.offset();
  }

  /** What was read, to be asked after the last record. */
  public TfRecordSplit.Span span() {
    return new TfRecordSplit.Span(
        split, first, unsure ? TfRecordSplit.Span.UNSURE : records.offset());
  }

  private static BadInputException unreadable(TfRecordFile file, long offset, IOException e) {
    if (e instanceof TfRecordException) {
      return new FaultyInputException(e.getMessage(), e);
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return new FaultyInputException(
          "%s: damaged or cut off gzip data in or after the record at byte %d: %s"
              .formatted(
                  file.shown(),
                  offset,
                  e.getMessage() == null ? "its end is missing" : e.getMessage()),
          e);
    }
    return new BadInputException(
        "cannot read %s at byte %d: %s".formatted(file.shown(), offset, Storage.reason(e)), e);
  }

  /** The first place in the piece where a whole record with fitting checksums stands. */
  private static long firstRecord(Storage storage, TfRecordSplit split) throws IOException {
    TfRecordFile file = split.file();
    MaskedCrc32c crc = new MaskedCrc32c();
    try (FSDataInputStream in = storage.open(file.path())) {
      byte[] window = new byte[BUFFER_BYTES];
      ByteBuffer numbers = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
      for (long base = split.start(); base < split.end(); ) {
        int filled = readFully(in, base, window);
        int places = filled - TfRecordReader.HEADER_BYTES + 1;
        for (int at = 0; at < places && base + at < split.end(); at++) {
          long length = numbers.getLong(at);
          long rest = file.bytes() - base - at - TfRecordReader.HEADER_BYTES - Integer.BYTES;
          if (length >= 0
              && length <= rest
              && crc.of(window, at, Long.BYTES) == numbers.getInt(at + Long.BYTES)
              && isRecord(storage, file, base + at)) {
            return base + at;
          }
        }
        if (places <= 0 || filled < window.length) {
          return TfRecordSplit.Span.NO_RECORD;
        }
        base += places;
      }
    }
    return TfRecordSplit.Span.NO_RECORD;
  }

  private static int readFully(FSDataInputStream in, long position, byte[] window)
      throws IOException {
    in.seek(position);
    return in.readNBytes(window, 0, window.length);
  }

  private static boolean isRecord(Storage storage, TfRecordFile file, long offset)
      throws IOException {
    try (FSDataInputStream in = storage.open(file.path())) {
      in.seek(offset);
      TfRecordReader reader = new TfRecordReader(in, file.shown(), offset);
      return reader.next() != null;
    } catch (TfRecordException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw unreadable(split.file(), records.offset(), e);
    }
  }

  /**
   * Unpacks all members of a gzipped file. Java's reader takes a damaged header of a later member
   * for the end of the data, and would leave out all that follows.
   */
  private static final class WholeGzipStream extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    WholeGzipStream(InputStream in) throws IOException {
      super(new HonestStream(in), BUFFER_BYTES);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = super.read(buffer, offset, length);
      if (got < 0 && (inf.getRemaining() > TRAILER_BYTES || in.available() > 0)) {
        throw new ZipException("what follows is not gzip data");
      }
      return got;
    }
  }

  /**
   * Says that bytes are available until there are none. Java's gzip reader takes a stream that has
   * none at hand just now for one that has ended, and would leave out all later members.
   */
  private static final class HonestStream extends PushbackInputStream {
    HonestStream(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return 1;
    }
  }
}
