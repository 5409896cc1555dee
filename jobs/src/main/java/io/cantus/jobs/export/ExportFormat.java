package io.cantus.jobs.export;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.text.Nearest;
import java.util.Arrays;
import java.util.List;

/** The programs that a model can be exported for. */
enum ExportFormat {
  /** A run_dir of Magenta's melody_rnn programs. */
  TENSORFLOW("tensorflow"),
  /** A model of {@code @magenta/music}. */
  MAGENTA_JS("magenta-js");

  private final String option;

  ExportFormat(String option) {
    this.option = option;
  }

  /**
   * The format that {@code --format} names.
   *
   * @throws UsageException if there is none of this name; it names the nearest
   */
  static ExportFormat named(String name) {
    List<String> known = Arrays.stream(values()).map(format -> format.option).toList();
    int index = known.indexOf(name);
    if (index < 0) {
      throw new UsageException(
          "unknown format '%s'%s; known are %s"
              .formatted(
                  name,
                  Nearest.nearest(name, known)
                      .map(near -> " (did you mean " + near + "?)")
                      .orElse(""),
                  String.join(", ", known)));
    }
    return values()[index];
  }
}
