package io.cantus.jobs.parts;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Joins parts on a local disk while later ones are still being made, and removes each once it is
 * in: what is soon removed is hardly ever written to the disk, and the parts take no space beside
 * the outputs.
 */
final class Joiner implements AutoCloseable {
  private static final long SHORTEST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 32;

  private final Storage storage;
  private final PartsFolder folder;
  private final Lanes lanes;
  private final CompletableFuture<Map<Channel, List<Joined>>> result = new CompletableFuture<>();
  private final Thread thread = new Thread(this::work, "joiner");
  private volatile int batches = Integer.MAX_VALUE;

  Joiner(Storage storage, PartsFolder folder, Lanes lanes) {
    this.storage = storage;
    this.folder = folder;
    this.lanes = lanes;
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try (BackgroundDigest digest = new BackgroundDigest()) {
      for (int batch = 0; batch < batches; ) {
        Optional<Committed<Serializable>> next = next(batch);
        if (next.isPresent()) {
          lanes.add(next.get(), digest);
          batch++;
        }
      }
      result.complete(lanes.end(digest));
    } catch (InterruptedException | IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /** A batch's report, once it is there; empty if it turns out that there is no such batch. */
  private Optional<Committed<Serializable>> next(int batch) throws InterruptedException {
    long pause = SHORTEST_PAUSE_MILLIS;
    while (batch < batches) {
      if (folder.isCommitted(storage, batch)) {
        return Optional.of(folder.committed(storage, batch).orElseThrow());
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
    return Optional.empty();
  }

  /**
   * Waits until all is joined.
   *
   * @throws BadInputException if that cannot be written
   */
  Map<Channel, List<Joined>> finish(int all) throws InterruptedException {
    batches = all;
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw TfRecordFileWriter.unwritable(folder.file("whole"), io);
      }
      if (e.getCause() instanceof BadInputException bad) {
        throw bad;
      }
      throw new IllegalStateException("cannot join the parts", e.getCause());
    }
  }

  /** Stops where it is; what is joined stays. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
