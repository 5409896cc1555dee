package io.cantus.jobs.compare;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.melodies.MelodyFinder;
import io.cantus.jobs.melodies.MelodyFlags;
import io.cantus.jobs.rows.RowFormat;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus compare}: generated melodies beside real ones. */
@Command(
    name = "compare",
    description = {
      "Say how far generated melodies are from real ones: in pitch classes, note lengths, note"
          + " density, repetition after a bar and after two, notes out of scale, and more, each"
          + " with the distance of two halves of the real melodies to measure it by."
    },
    footer = {
      "",
      "Example:",
      "  cantus generate --run_dir=run1 --output_dir=generated --num_outputs=1000",
      "  cantus compare --generated=generated --real=sequence_examples/eval_melodies.tfrecord \\",
      "    --html=comparison.html"
    })
public final class CompareCommand extends JobCommand {
  /** All pairs of them are looked at. */
  private static final int MOST_MELODIES = 5000;

  private static final int FEWEST_MELODIES = 4;

  @Option(
      names = "--generated",
      paramLabel = "PATH",
      description =
          "What a model made: a folder, an archive or a pack of MIDI files, or TFRecords of"
              + " NoteSequences, on any Hadoop file system. All that a file's instruments play is"
              + " taken. May be given several times. Required.")
  private List<String> generated;

  @Option(
      names = "--real",
      paramLabel = "PATH",
      description =
          "What it is to be like: examples, such as a data set's eval_melodies.tfrecord, dense or"
              + " compact, or anything of which --generated may be; melodies are found as"
              + " create-dataset does. May be given several times. Required.")
  private List<String> real;

  @Option(
      names = "--config",
      paramLabel = "NAME",
      defaultValue = "lookback_rnn",
      description =
          "Model whose range and key all melodies are brought into, and whose examples are read:"
              + " basic_rnn, mono_rnn, lookback_rnn or attention_rnn.")
  private String config;

  @Option(
      names = "--steps_per_quarter",
      paramLabel = "N",
      defaultValue = "4",
      description = "Steps in a quarter note.")
  private int stepsPerQuarter;

  @Option(
      names = "--num_steps",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description =
          "Compare no more than so many steps from the beginning of each melody. Default: as many"
              + " as the longest generated one has; else length alone would make them differ.")
  private Integer numSteps;

  @Option(
      names = "--num_melodies",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Compare so many of each, drawn by lot.")
  private int numMelodies;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which those are: another seed, another choice.")
  private long seed;

  @Option(
      names = "--output_file",
      paramLabel = "FILE",
      description = "Write all figures to this file: .tsv for columns, .jsonl for JSON lines.")
  private String outputFile;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with all figures, the distributions, and melodies to listen to.")
  private String html;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Mixin private MelodyFlags melodies;

  @Override
  protected ExitCode run(Console console) {
    required("--generated", generated);
    required("--real", real);
    if (numMelodies < FEWEST_MELODIES || numMelodies > MOST_MELODIES) {
      throw new UsageException(
          "--num_melodies is %d but must be %d to %d"
              .formatted(numMelodies, FEWEST_MELODIES, MOST_MELODIES));
    }
    if (numSteps != null && numSteps < 1) {
      throw new UsageException("--num_steps is %d but must be at least 1".formatted(numSteps));
    }
    MelodyConfig onGrid = MelodyConfig.named(config).withStepsPerQuarter(stepsPerQuarter);
    MelodyFinder everything = new MelodyFinder(onGrid, ExtractionOptions.PRIMER);
    MelodyFinder asInDatasets = new MelodyFinder(onGrid, melodies.options());
    Storage storage = new Storage(new Configuration());
    RowFormat format = outputFile == null ? null : RowFormat.of("--output_file", outputFile);

    checkOutputs(storage);
    Side generatedWhole = Side.read(storage, generated, everything, numMelodies, seed);
    Side realWhole = Side.read(storage, real, asInDatasets, numMelodies, seed);
    int steps = numSteps != null ? numSteps : generatedWhole.longest();
    Side generatedSide = generatedWhole.first(steps);
    Side realSide = realWhole.first(steps);
    List<Comparison> comparisons = Comparison.all(generatedSide.set(), realSide.set(), seed);
    if (format != null) {
      write(storage, outputFile, rows(comparisons, format));
    }
    if (html != null) {
      ComparisonPage page =
          new ComparisonPage(generatedSide, realSide, comparisons, onGrid, steps, seed);
      write(storage, html, page.report().html());
    }
    report(console, "generated", generatedSide);
    report(console, "real", realSide);
    console.print("The first %s of each:".formatted(Quantity.of(steps, "step")));
    ComparisonText.lines(comparisons).forEach(console::print);
    return ExitCode.DONE;
  }

  /** Before all the work. */
  private void checkOutputs(Storage storage) {
    List<Path> existing =
        Stream.of(outputFile, html)
            .filter(Objects::nonNull)
            .map(storage::path)
            .filter(storage::exists)
            .toList();
    Publication.check(storage, existing, ifExists());
  }

  private IfExists ifExists() {
    return overwrite ? IfExists.REPLACE : IfExists.REFUSE;
  }

  private static String rows(List<Comparison> comparisons, RowFormat format) {
    return format.header(ComparisonRow.COLUMNS)
        + comparisons.stream()
            .map(comparison -> format.line(ComparisonRow.of(comparison)))
            .collect(Collectors.joining());
  }

  private void write(Storage storage, String file, String text) {
    Path path = storage.path(file);
    List<Path> existing = storage.exists(path) ? List.of(path) : List.of();
    try (Publication publication =
        Publication.open(storage, path.getParent(), existing, ifExists())) {
      publication.finish(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      publication.publish();
    }
  }

  private static void report(Console console, String name, Side side) {
    side.reasons().table().forEach(console::print);
    console.print(
        "%s: %d of %d melodies in %s (%s)"
            .formatted(
                name,
                side.drawn().size(),
                side.found(),
                String.join(", ", side.inputs()),
                side.tally()));
  }
}
