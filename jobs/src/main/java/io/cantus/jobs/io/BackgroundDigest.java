package io.cantus.jobs.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * SHA-256 of what passes through two buffers in turn: while the content of one is digested on
 * another thread, it can be written and the other one be filled. Copying a large file takes as long
 * as reading and writing it, and the digest costs no more time.
 */
final class BackgroundDigest implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final MessageDigest sha256 = sha256();
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

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The buffer to fill next. */
  byte[] buffer() {
    return buffer;
  }

  /**
   * Takes in the first bytes of {@link #buffer}, which may still be read until this is called
   * again, and goes on to the other.
   */
  void update(int length) {
    digesting.join();
    byte[] full = buffer;
    digesting = CompletableFuture.runAsync(() -> sha256.update(full, 0, length), thread);
    buffer = other;
    other = full;
  }

  /** The digest of everything, in hex. */
  String hex() {
    digesting.join();
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
