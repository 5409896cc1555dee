package io.cantus.jobs.parts;

import io.cantus.jobs.io.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Who works in a hidden folder: the file {@code owner-<run>} in it tells host, process and when
 * that was started, and is written again every so often for those who cannot look at the process.
 * The folder's name ends in the run that owns it, so a folder changes hands by being renamed.
 */
final class Ownership implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration SILENCE_OF_THE_DEAD = Duration.ofMinutes(2);

  /** When a process was started is known from ticks since the boot and the clock of that time. */
  private static final Duration CLOCK_STEPS = Duration.ofSeconds(5);

  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "heartbeat");
            daemon.setDaemon(true);
            return daemon;
          });
  private final Storage storage;
  private final Path file;

  private Ownership(Storage storage, Path file) {
    this.storage = storage;
    this.file = file;
  }

  /** Writes that {@code run} owns {@code folder}, or is about to. */
  static void claim(Storage storage, Path folder, String run) throws IOException {
    write(storage, file(folder, run));
  }

  /** Keeps saying that a run, which has claimed its folder, is alive. */
  static Ownership hold(Storage storage, Path folder, String run) {
    Ownership ownership = new Ownership(storage, file(folder, run));
    var unused =
        ownership.heart.scheduleAtFixedRate(
            ownership::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    return ownership;
  }

  private void beat() {
    try {
      write(storage, file);
    } catch (IOException e) {
      // Where the folder cannot be written to, the job itself will notice.
    }
  }

  private static Path file(Path folder, String run) {
    return new Path(folder, name(run));
  }

  /** The name of the file. */
  static String name(String run) {
    return "owner-" + run;
  }

  private static void write(Storage storage, Path file) throws IOException {
    ProcessHandle me = ProcessHandle.current();
    String text =
        "%s %d %d%n"
            .formatted(
                host(), me.pid(), me.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    try (OutputStream out = storage.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Whether the run that owns a folder still works in it. */
  static boolean isAlive(Storage storage, Path folder, String run) {
    Path file = file(folder, run);
    FileStatus status = storage.status(file);
    if (status == null) {
      return false;
    }
    return isAliveHere(storage, file, status.getLen()).orElseGet(() -> isRecent(status));
  }

  /** Whether something was written so lately that its writer need not be dead. */
  static boolean isRecent(FileStatus status) {
    return status != null
        && Instant.ofEpochMilli(status.getModificationTime())
            .plus(SILENCE_OF_THE_DEAD)
            .isAfter(Instant.now());
  }

  /** Whether the process lives, if it is one of this host. */
  private static Optional<Boolean> isAliveHere(Storage storage, Path file, long length) {
    String[] words;
    try {
      words = new String(storage.read(file, length), StandardCharsets.UTF_8).strip().split(" ");
    } catch (IOException e) {
      return Optional.empty();
    }
    if (words.length != 3 || !words[0].equals(host()) || words[0].equals("unknown")) {
      return Optional.empty();
    }
    long process;
    Instant started;
    try {
      process = Long.parseLong(words[1]);
      started = Instant.ofEpochMilli(Long.parseLong(words[2]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return Optional.of(
        ProcessHandle.of(process)
            .filter(ProcessHandle::isAlive)
            .flatMap(found -> found.info().startInstant())
            .filter(now -> Duration.between(started, now).abs().compareTo(CLOCK_STEPS) < 0)
            .isPresent());
  }

  /** Lets go of the folder: whoever comes next may have it at once. */
  @Override
  public void close() {
    heart.shutdownNow();
    try {
      if (heart.awaitTermination(1, TimeUnit.SECONDS)) {
        storage.delete(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Then it falls silent instead.
    }
  }
}
