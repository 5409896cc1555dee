package io.cantus.jobs.convert;

import io.cantus.jobs.io.FolderWalk;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * The inputs of a conversion: all that a folder holds, told apart by the ends of their names as
 * Magenta does, in any case, before anything else is looked at.
 *
 * @param midi the files to convert, in order
 * @param refused everything else, in order
 */
record ConversionSources(List<Entry> midi, Refusals refused) {
  static final String STAGE = "convert";

  private static final String SUBFOLDER = "subfolder";
  private static final long LARGEST_FILE = 1L << 28;

  /**
   * Walks a folder.
   *
   * @throws BadInputException if it cannot be listed or holds no files
   */
  static ConversionSources list(Storage storage, Path folder, Depth depth) {
    List<Entry> entries = FolderWalk.list(storage, folder, depth, ConversionSources::hasConverter);
    List<Entry> midi = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (Entry entry : entries) {
      Refusal refusal = refusal(entry);
      if (refusal == null) {
        midi.add(entry);
      } else {
        refused.add(refusal);
      }
    }
    if (entries.stream().noneMatch(entry -> entry.kind() == FolderWalk.Kind.FILE)) {
      boolean subfolders = refused.stream().anyMatch(one -> one.reason().equals(SUBFOLDER));
      String hint = subfolders ? "; to read its subfolders give --recursive" : "";
      throw new BadInputException(
          "there are no files in %s%s".formatted(Storage.shown(folder), hint));
    }
    return new ConversionSources(midi, new Refusals(refused));
  }

  /** Number of inputs, each of which must have an outcome. */
  int size() {
    return midi.size() + refused.all().size();
  }

  private static Refusal refusal(Entry entry) {
    String name = entry.name();
    return switch (entry.kind()) {
      case UNREADABLE_FOLDER ->
          Refusal.rejected(name, STAGE, "unreadable-folder", "the folder cannot be listed");
      case LINK_LOOP ->
          Refusal.skipped(name, STAGE, "link-loop", "a link to a folder that holds it");
      case FOLDER ->
          hasConverter(name)
              ? Refusal.rejected(name, STAGE, "not-a-file", "a folder with the name of a file")
              : Refusal.skipped(name, STAGE, SUBFOLDER, "only --recursive reads subfolders");
      case FILE -> {
        if (!isMidi(name)) {
          String detail =
              hasConverter(name)
                  ? "MusicXML and ABC are not read yet"
                  : "only .mid and .midi files are read";
          yield Refusal.skipped(name, STAGE, "no-converter", detail);
        }
        yield entry.bytes() > LARGEST_FILE
            ? Refusal.rejected(
                name,
                STAGE,
                "file-too-large",
                "%d bytes, the limit is %d".formatted(entry.bytes(), LARGEST_FILE))
            : null;
      }
    };
  }

  private static boolean isMidi(String name) {
    return endsWith(name, ".mid", ".midi");
  }

  private static boolean hasConverter(String name) {
    return isMidi(name) || endsWith(name, ".xml", ".mxl", ".abc");
  }

  private static boolean endsWith(String name, String... extensions) {
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of(extensions).stream().anyMatch(lower::endsWith);
  }
}
