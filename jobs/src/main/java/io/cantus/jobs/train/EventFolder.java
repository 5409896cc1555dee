package io.cantus.jobs.train;

import io.cantus.jobs.io.Storage;
import io.cantus.training.tensorboard.EventFileWriter;
import io.cantus.training.tensorboard.Scalars;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** A folder of TensorBoard's event files: what is in it, and a new file to add to. */
final class EventFolder implements AutoCloseable {
  private static final String HOST = "cantus";

  private final EventFileWriter writer;
  private final Scalars scalars;

  private EventFolder(EventFileWriter writer, Scalars scalars) {
    this.writer = writer;
    this.scalars = scalars;
  }

  /** Reads the folder's event files, of which there may be none, and starts another. */
  static EventFolder open(Storage storage, Path folder) {
    Clock clock = Clock.systemUTC();
    List<Path> files = files(storage, folder);
    Path path = new Path(folder, EventFileWriter.fileName(clock.instant(), HOST, files.size()));
    Scalars scalars = read(storage, files);
    storage.createFolder(folder);
    try {
      return new EventFolder(new EventFileWriter(storage.create(path), clock), scalars);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The scalars of a folder's event files; none if there are no files. */
  static Scalars read(Storage storage, Path folder) {
    return read(storage, files(storage, folder));
  }

  private static List<Path> files(Storage storage, Path folder) {
    return storage.children(folder).stream()
        .filter(path -> path.getName().startsWith(EventFileWriter.NAME_START))
        .toList();
  }

  private static Scalars read(Storage storage, List<Path> files) {
    Scalars scalars = new Scalars();
    for (Path file : files) {
      try (InputStream in = storage.open(file)) {
        scalars.read(in, Storage.shown(file));
      } catch (IOException e) {
        throw new BadInputException(
            "cannot read %s: %s".formatted(Storage.shown(file), Storage.reason(e)), e);
      }
    }
    return scalars;
  }

  /** Says that the run goes on after {@code step}: what was logged later is void. */
  void restart(long step) {
    scalars.dropFrom(step + 1);
    try {
      writer.writeStart(step + 1);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Appends the values of a step, each under its tag. */
  void write(long step, Map<String, Double> values) {
    scalars.add(step, values);
    try {
      writer.writeScalars(step, values);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** All that was written into the folder, and holds. */
  Scalars scalars() {
    return scalars;
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static BadInputException unwritable(IOException e) {
    return new BadInputException(
        "cannot write TensorBoard events: %s".formatted(Storage.reason(e)), e);
  }
}
