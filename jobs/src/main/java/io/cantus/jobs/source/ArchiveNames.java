package io.cantus.jobs.source;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.source.Layout.OneFolder;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.Verdict.Read;
import io.cantus.jobs.source.Verdict.Refuse;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives the entries of an archive the names that they have once it is unpacked and read as a
 * folder: if all files to convert lie in one top folder, that is the collection, otherwise the
 * archive itself is. What is no file to convert does not count.
 */
final class ArchiveNames {
  private static final int ONLY = 0;

  /** No file system takes a longer path. */
  private static final int LONGEST_NAME = 4096;

  /** Where an entry belongs; {@code parts} is empty for the collection's own folder. */
  private record Place(String collection, List<String> parts) {
    SourceFile source(int length) {
      return new SourceFile(collection, String.join("/", parts.subList(0, length)));
    }

    String path() {
      return source(parts.size()).path();
    }
  }

  private final String archive;
  private final LayoutGuess guess;
  private final Consumer<Layout> learnt;
  private final Depth depth;
  private final ConversionLimits limits;
  private final NameSet names = new NameSet();
  private final Set<String> refusedFolders = new HashSet<>();

  /**
   * Begins with an archive.
   *
   * @param archive its name without extension
   * @param layout what is known of it
   * @param learnt told what the layout is before {@link NamesChanged} is thrown
   */
  ArchiveNames(
      String archive,
      Layout layout,
      Consumer<Layout> learnt,
      Depth depth,
      ConversionLimits limits) {
    this.archive = archive;
    this.learnt = learnt;
    this.depth = depth;
    this.limits = limits;
    guess = new LayoutGuess(layout);
  }

  /**
   * What to do about an entry.
   *
   * @throws NamesChanged if the entries so far have got wrong names
   */
  Verdict judge(ArchiveEntry entry) {
    if (entry.name().length() > LONGEST_NAME) {
      return tooLong(entry.name());
    }
    Optional<List<String>> parsed = parts(entry.name());
    boolean folder = entry.type() == ArchiveEntry.Type.FOLDER;
    if (parsed.isEmpty()) {
      return folder ? Verdict.PASS : escape(entry.name());
    }
    List<String> parts = parsed.get();
    if (EntryPath.isSystemFile(parts)) {
      return folder ? Verdict.PASS : systemFile(parts);
    }
    boolean counts =
        (entry.type() == ArchiveEntry.Type.FILE
                || entry.type() == ArchiveEntry.Type.UNREADABLE_FILE)
            && SourceRefusals.hasConverter(parts.get(parts.size() - 1));
    if (!counts && (folder || parts.size() > 1)) {
      guess.glimpse(parts.get(0));
    } else if (counts && !guess.accept(parts)) {
      learnt.accept(guess.layout());
      throw new NamesChanged(
          "%s lies elsewhere than the entries before it".formatted(entry.name()));
    }
    Place place = place(parts);
    Optional<Verdict> around = refusedFolder(place, folder ? 0 : 1);
    return around.isPresent() ? around.get() : judge(entry, place, counts);
  }

  private Verdict judge(ArchiveEntry entry, Place place, boolean counts) {
    String path = place.path();
    return switch (entry.type()) {
      case FOLDER -> Verdict.PASS;
      case SPECIAL -> new Refuse(SourceRefusals.skipped(path, entry.reason(), entry.detail()));
      case UNREADABLE_FILE ->
          new Refuse(
              counts
                  ? SourceRefusals.rejected(path, entry.reason(), entry.detail())
                  : SourceRefusals.withoutConverter(path));
      case FILE -> {
        Optional<Refused> refused = SourceRefusals.ofFile(path, entry.bytes(), limits);
        yield refused.isPresent() ? new Refuse(refused.get()) : first(place);
      }
    };
  }

  /** A file that is to be read, if it is the first of its name. */
  private Verdict first(Place place) {
    SourceFile source = place.source(place.parts().size());
    return names.add(source.collectionName(), source.filename(), ONLY) == NameSet.NONE
        ? new Read(source)
        : new Refuse(
            SourceRefusals.rejected(
                source.path(), "duplicate-entry", "the archive holds a file of this name already"));
  }

  private Optional<List<String>> parts(String name) {
    return guess.layout().equals(Layout.BY_COLLECTION)
        ? EntryPath.ofCollection(name)
        : EntryPath.parse(name);
  }

  private Place place(List<String> parts) {
    boolean inCollection =
        guess.layout().equals(Layout.BY_COLLECTION)
            || (guess.layout() instanceof OneFolder folder && folder.name().equals(parts.get(0)));
    return inCollection
        ? new Place(parts.get(0), parts.subList(1, parts.size()))
        : new Place(archive, parts);
  }

  /** The refusal of the outermost folder around an entry that is not entered, told only once. */
  private Optional<Verdict> refusedFolder(Place place, int lastParts) {
    for (int length = 1; length <= place.parts().size() - lastParts; length++) {
      boolean entered =
          depth == Depth.ALL_SUBFOLDERS
              && !SourceRefusals.hasConverter(place.parts().get(length - 1));
      if (!entered) {
        String path = place.source(length).path();
        return Optional.of(
            refusedFolders.add(path) ? new Refuse(SourceRefusals.ofFolder(path)) : Verdict.PASS);
      }
    }
    return Optional.empty();
  }

  private Verdict escape(String name) {
    return new Refuse(
        SourceRefusals.rejected(
            archive + "/" + name.replace('\0', '?'),
            "path-escape",
            "a name must be relative and may not lead out of the archive"));
  }

  private Verdict tooLong(String name) {
    return new Refuse(
        SourceRefusals.rejected(
            archive + "/" + name.substring(0, LONGEST_NAME),
            "name-too-long",
            "a name of %d characters".formatted(name.length())));
  }

  private Verdict systemFile(List<String> parts) {
    return new Refuse(
        SourceRefusals.skipped(
            place(parts).path(), "system-file", "macOS wrote it beside the files that were meant"));
  }
}
