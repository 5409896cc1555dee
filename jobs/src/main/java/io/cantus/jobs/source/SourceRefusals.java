package io.cantus.jobs.source;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.ConversionLimits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why something that was found is no file to convert, by its name and size alone. */
final class SourceRefusals {
  /** The stage of all refusals here. */
  static final String STAGE = "source";

  private static final String SUBFOLDER = "subfolder";

  private static final List<String> ARCHIVES =
      List.of(".tar", ".gz", ".tgz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar");

  private SourceRefusals() {}

  /** Whether a converter reads files of this name. */
  static boolean hasConverter(String name) {
    return SourceFormat.of(name).isPresent();
  }

  /** The refusal of a file, or empty if it can be converted. */
  static Optional<Refused> ofFile(String path, long bytes, ConversionLimits limits) {
    if (!hasConverter(path)) {
      return Optional.of(withoutConverter(path));
    }
    return bytes > limits.maxFileBytes()
        ? Optional.of(
            rejected(
                path,
                "file-too-large",
                "%d bytes, the limit is %d".formatted(bytes, limits.maxFileBytes())))
        : Optional.empty();
  }

  /** The refusal of a file that no converter reads. */
  static Refused withoutConverter(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return ARCHIVES.stream().anyMatch(lower::endsWith)
        ? skipped(path, "nested-archive", "an archive within an input; name it as an input")
        : skipped(path, "no-converter", "only %s are read".formatted(SourceFormat.allExtensions()));
  }

  /** The refusal of a folder that is not entered. */
  static Refused ofFolder(String path) {
    return hasConverter(path)
        ? rejected(path, "not-a-file", "a folder with the name of a file")
        : skipped(path, SUBFOLDER, "only --recursive reads subfolders");
  }

  static boolean isSubfolder(SourceItem item) {
    return item instanceof Refused refused && refused.refusal().reason().equals(SUBFOLDER);
  }

  /** What to say of an input that holds no files. */
  static BadInputException noFiles(String shown, boolean subfolders) {
    return new BadInputException(
        "there are no files in %s%s"
            .formatted(shown, subfolders ? "; to read its subfolders give --recursive" : ""));
  }

  static Refused rejected(String path, String reason, String detail) {
    return new Refused(Refusal.rejected(path, STAGE, reason, detail));
  }

  static Refused skipped(String path, String reason, String detail) {
    return new Refused(Refusal.skipped(path, STAGE, reason, detail));
  }
}
