package io.cantus.jobs.parts;

import io.cantus.jobs.io.HiddenFolder;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The hidden folders of all runs for the same outputs, named after the outputs, the fingerprint and
 * the run: {@code .cantus-<name>-<fingerprint>-<run>}.
 */
final class Hideout {
  private static final int LONGEST_NAME = 100;

  /** In the place of the fingerprint, until the folder says whose it is. */
  private static final String NEW = "new";

  private final Storage storage;
  private final Path parent;
  private final String prefix;
  private final String fingerprint;

  Hideout(Storage storage, Plan plan) {
    this.storage = storage;
    parent = plan.folder();
    String name = plan.name();
    prefix = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    fingerprint = plan.fingerprint();
  }

  /**
   * A folder for {@code run}: that of a dead run with the same fingerprint, or a new one. Those of
   * dead runs with other fingerprints go.
   */
  HiddenFolder occupy(String run) {
    Optional<HiddenFolder> taken = Optional.empty();
    Pattern names =
        Pattern.compile(
            Pattern.quote(HiddenFolder.PREFIX + prefix + "-")
                + "(?<fingerprint>[0-9a-z]+)-(?<run>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    for (Path path : storage.children(parent)) {
      Matcher name = names.matcher(path.getName());
      if (!name.matches() || isInUse(path, name.group("fingerprint"), name.group("run"))) {
        continue;
      }
      HiddenFolder dead = HiddenFolder.existing(storage, path);
      if (taken.isEmpty() && name.group("fingerprint").equals(fingerprint)) {
        taken = take(dead, run);
      } else {
        dead.remove();
      }
    }
    return taken.orElseGet(() -> create(run));
  }

  /** A folder that is just being made does not yet say whose it is. */
  private boolean isInUse(Path path, String fingerprint, String run) {
    return Ownership.isAlive(storage, path, run)
        || (fingerprint.equals(NEW) && Ownership.isRecent(storage.status(path)));
  }

  private Path path(String run) {
    return new Path(parent, HiddenFolder.PREFIX + name(fingerprint, run));
  }

  private String name(String fingerprint, String run) {
    return "%s-%s-%s".formatted(prefix, fingerprint, run);
  }

  /** Of several who try, one succeeds. */
  private Optional<HiddenFolder> take(HiddenFolder dead, String run) {
    try {
      Ownership.claim(storage, dead.path(), run);
    } catch (IOException e) {
      return Optional.empty();
    }
    return dead.moveTo(path(run)) ? Optional.of(dead.movedTo(path(run))) : Optional.empty();
  }

  private HiddenFolder create(String run) {
    HiddenFolder fresh = HiddenFolder.create(storage, parent, name(NEW, run));
    try {
      Ownership.claim(storage, fresh.path(), run);
      if (!fresh.moveTo(path(run))) {
        throw new IOException("cannot rename a folder");
      }
    } catch (IOException e) {
      fresh.remove();
      throw TfRecordFileWriter.unwritable(fresh.path(), e);
    }
    return fresh.movedTo(path(run));
  }
}
