package io.cantus.jobs.source;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a job's inputs hold, one item after another, in an order that follows from the inputs
 * alone: inputs as they were named, matches of a pattern by name, folders in the order of {@link
 * io.cantus.jobs.io.FolderWalk}, archives in their own.
 *
 * <p>A folder's files belong to the collection of its name, see {@link SourceFile#collectionOf}; a
 * single file is read as its folder with nothing else in it, and an archive as what was packed: if
 * all its files to convert lie in one top folder, they belong to the collection of that name,
 * otherwise to that of the archive's own name without extension. Refusals name what they refuse as
 * {@link SourceFile#path} does.
 *
 * <p>{@link #next} throws {@link BadInputException} where two inputs hold files of the same name in
 * the same collection, whose ids would be equal.
 */
public final class Sources implements Iterator<SourceItem>, AutoCloseable {
  /** The stage of the refusals among the items. */
  public static final String STAGE = SourceRefusals.STAGE;

  private final List<Input> inputs;
  private final Optional<NameSet> names;
  private int at = -1;
  private ItemStream stream;
  private SourceItem upcoming;
  private long bytesOfEarlier;
  private volatile long bytesDone;

  private Sources(List<Input> inputs) {
    this.inputs = inputs;
    names = inputs.size() > 1 ? Optional.of(new NameSet()) : Optional.empty();
  }

  /**
   * Looks at the inputs, and lists folders and zip archives.
   *
   * @param inputs folders, archives, single files and patterns for all of these, as the user wrote
   *     them; {@code name@N} for a pack of N files
   * @throws UsageException if there are none, or one is no path
   * @throws BadInputException if one is missing, empty, unreadable or of no known kind
   */
  public static Sources open(
      Storage storage,
      List<String> inputs,
      Depth depth,
      ArchiveLimits archiveLimits,
      ConversionLimits limits) {
    if (inputs.isEmpty()) {
      throw new UsageException("there are no inputs");
    }
    Sources sources = new Sources(InputList.of(storage, inputs, depth, archiveLimits, limits));
    if (sources.files().isPresent()) {
      sources.checkNames();
    }
    return sources;
  }

  /** Finds equal names before anything is converted. */
  private void checkNames() {
    if (names.isPresent()) {
      try (Sources rehearsal = new Sources(inputs)) {
        rehearsal.forEachRemaining(item -> {});
      }
    }
  }

  /** The same inputs from the beginning, with the names that {@link NamesChanged} showed. */
  public Sources again() {
    return new Sources(inputs);
  }

  /** Number of files to convert, if that is known without reading the inputs. */
  public OptionalLong files() {
    long files = 0;
    for (Input input : inputs) {
      if (input.files().isEmpty()) {
        return OptionalLong.empty();
      }
      files += input.files().getAsLong();
    }
    return OptionalLong.of(files);
  }

  /** Whether no item will be {@link Unpacked}. */
  public boolean located() {
    return inputs.stream().allMatch(Input::located);
  }

  /** Size on disk of all inputs, in bytes. */
  public long bytes() {
    return inputs.stream().mapToLong(Input::bytes).sum();
  }

  /** How much of {@link #bytes} the items so far took; may be asked by another thread. */
  public long bytesDone() {
    return bytesDone;
  }

  /**
   * What the inputs are, as far as can be told before they are read: a SHA-256 in hex over the
   * name, size and time of modification of each file of a folder and of each archive, and over all
   * that makes the files' names. Moving an input to another place does not change it.
   */
  public String inventory() {
    Inventory inventory = new Inventory();
    for (Input input : inputs) {
      input.addTo(inventory);
    }
    return inventory.hex();
  }

  /**
   * Whether there is another item.
   *
   * @throws BadInputException as {@link #next}
   */
  @Override
  public boolean hasNext() {
    while (upcoming == null && (stream != null || at + 1 < inputs.size())) {
      upcoming = read();
    }
    return upcoming != null;
  }

  /**
   * The next item.
   *
   * @throws BadInputException if an archive is damaged or cannot be read, or two inputs hold the
   *     same name
   * @throws NamesChanged if all files so far of an archive had the wrong names
   */
  @Override
  public SourceItem next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    SourceItem item = upcoming;
    upcoming = null;
    return item;
  }

  /** The next item of the input at hand; null at its end. */
  private SourceItem read() {
    if (stream == null) {
      stream = inputs.get(++at).items();
    }
    try {
      SourceItem item = stream.next();
      bytesDone = bytesOfEarlier + stream.position();
      if (item == null) {
        bytesOfEarlier += inputs.get(at).bytes();
        close();
        return null;
      }
      return checked(item);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read %s: %s".formatted(inputs.get(at).shown(), Storage.reason(e)), e);
    }
  }

  private SourceItem checked(SourceItem item) {
    if (item instanceof Located located) {
      return checked(item, located.entry().collection(), located.entry().name());
    }
    return item instanceof Unpacked unpacked
        ? checked(item, unpacked.collection(), unpacked.name())
        : item;
  }

  private SourceItem checked(SourceItem item, String collection, String name) {
    int owner = names.map(known -> known.add(collection, name, at)).orElse(NameSet.NONE);
    if (owner == NameSet.NONE) {
      return item;
    }
    throw new BadInputException(
        "%s and %s both hold %s, so that two NoteSequences would have one id"
            .formatted(
                inputs.get(owner).shown(),
                inputs.get(at).shown(),
                new SourceFile(collection, name).path()));
  }

  @Override
  public void close() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new BadInputException(
            "cannot close %s: %s".formatted(inputs.get(at).shown(), Storage.reason(e)), e);
      } finally {
        stream = null;
      }
    }
  }
}
