package io.cantus.jobs.dataset;

import io.cantus.jobs.melodies.MelodyFlags;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.DatasetOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what becomes an example, by the names of the reference's parameters. */
final class ExtractionFlags {
  @Mixin private MelodyFlags melodies;

  @Option(
      names = "--steps_per_quarter",
      paramLabel = "N",
      defaultValue = "4",
      description = "Steps in a quarter note. Magenta's own models want 4.")
  private int stepsPerQuarter;

  @Option(
      names = "--transpositions",
      paramLabel = "N,N,...",
      defaultValue = "0",
      description =
          "Half steps by which to move each NoteSequence, one copy for each, such as -1,0,1. What"
              + " models with a fixed key read does not change much by it.")
  private String transpositions;

  /**
   * The options in force.
   *
   * @throws UsageException if one makes no sense
   */
  DatasetOptions options() {
    return new DatasetOptions(stepsPerQuarter, halfSteps(), melodies.options());
  }

  private List<Integer> halfSteps() {
    List<Integer> halfSteps = new ArrayList<>();
    for (String number : transpositions.split(",", -1)) {
      try {
        halfSteps.add(Integer.valueOf(number.strip()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--transpositions is '%s' but must be half steps such as -1,0,1"
                .formatted(transpositions));
      }
    }
    return halfSteps;
  }
}
