package io.cantus.jobs.parts;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The parts of one output on a local disk, one after another in what will be that output. */
final class Lane {
  private final Storage storage;
  private final Path whole;
  private final MessageDigest sha256 = BackgroundDigest.sha256();

  /** Bytes that lie there; from {@link #position} on they are an earlier run's. */
  private long length;

  private long position;
  private long records;

  private Lane(Storage storage, Path whole, long length) {
    this.storage = storage;
    this.whole = whole;
    this.length = length;
  }

  /** A lane that takes over what an earlier run left at {@code whole}, if it left anything. */
  static Lane at(Storage storage, Path whole) {
    FileStatus status = storage.status(whole);
    return new Lane(storage, whole, status == null ? 0 : status.getLen());
  }

  /** Bytes that are in. */
  long length() {
    return length;
  }

  /** Removes all after the first {@code bytes}. */
  void cut(long bytes) throws IOException {
    if (length > bytes) {
      storage.truncate(whole, bytes);
      length = bytes;
    }
  }

  /** Puts a part in after the others, unless an earlier run has done so. */
  void add(Part part, Path file, BackgroundDigest digest) throws IOException {
    long end = position + part.bytes();
    if (end <= length) {
      try (var in = storage.open(whole)) {
        in.seek(position);
        digest.copy(in, part.bytes(), OutputStream.nullOutputStream(), sha256);
      }
    } else {
      cut(position);
      try (InputStream in = storage.open(file)) {
        append(in, part.bytes(), digest);
      }
    }
    position = end;
    records += part.records();
  }

  private void append(InputStream in, long bytes, BackgroundDigest digest) throws IOException {
    try (OutputStream out = length == 0 ? storage.create(whole) : storage.append(whole)) {
      digest.copy(in, bytes, out, sha256);
    }
    length += bytes;
  }

  /** Ends the lane, which is all of {@code output}. */
  Joined end(Path output, Channel channel, BackgroundDigest digest) throws IOException {
    cut(position);
    if (records == 0) {
      byte[] empty = channel.emptyFile();
      append(new ByteArrayInputStream(empty), empty.length, digest);
    }
    return new Joined(
        Storage.location(output), whole.getName(), records, length, digest.hex(sha256));
  }
}
