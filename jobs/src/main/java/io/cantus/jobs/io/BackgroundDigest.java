package io.cantus.jobs.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Digests what passes through two buffers in turn: while the content of one is digested on another
 * thread, it can be written and the other one be filled. Copying a large file takes as long as
 * reading and writing it, and the digest costs no more time.
 */
public final class BackgroundDigest implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "sha256");
            daemon.setDaemon(true);
            return daemon;
          });
  private byte[] buffer = new byte[BUFFER_BYTES];
  private byte[] other = new byte[BUFFER_BYTES];
  private CompletableFuture<Void> digesting = CompletableFuture.completedFuture(null);

  /** A new SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Copies the next {@code bytes} of {@code in} to {@code out} and takes them into {@code digest}.
   *
   * @throws EOFException if there are fewer
   */
  public void copy(InputStream in, long bytes, OutputStream out, MessageDigest digest)
      throws IOException {
    for (long missing = bytes; missing > 0; ) {
      int got = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, missing));
      if (got == 0) {
        throw new EOFException("%d bytes are missing".formatted(missing));
      }
      byte[] full = buffer;
      update(digest, got);
      out.write(full, 0, got);
      missing -= got;
    }
  }

  private void update(MessageDigest digest, int length) {
    digesting.join();
    byte[] full = buffer;
    digesting = CompletableFuture.runAsync(() -> digest.update(full, 0, length), thread);
    buffer = other;
    other = full;
  }

  /** The result, in hex, of a digest that has taken in everything. */
  public String hex(MessageDigest digest) {
    digesting.join();
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
