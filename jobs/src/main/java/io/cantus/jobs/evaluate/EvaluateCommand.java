package io.cantus.jobs.evaluate;

import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.melodies.MelodyFinder;
import io.cantus.jobs.melodies.MelodyFlags;
import io.cantus.jobs.model.CheckpointOptions;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.rows.RowFormat;
import io.cantus.training.EventMetrics;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus evaluate}: how likely a model finds music. */
@Command(
    name = "evaluate",
    description = {
      "Say how likely a model finds the melodies of files: the log-likelihood of all events but"
          + " the first of each melody, in nats, the perplexity of an event, and how often the"
          + " model's first guess is right. Melodies are found, and brought into the model's range"
          + " and key, as create-dataset does.",
      "",
      "Exit status: 0, or 3 if there is no melody in any file."
    },
    footer = {
      "",
      "Examples:",
      "  cantus evaluate --bundle_file=lookback_rnn.mag --input=song.mid",
      "  cantus evaluate --run_dir=run1 --input=clean_midi --output_file=likelihoods.tsv",
      "  cantus evaluate --run_dir=run1 --input=sequence_examples/eval_melodies.tfrecord"
    })
public final class EvaluateCommand extends JobCommand {
  @Option(
      names = "--bundle_file",
      paramLabel = "FILE",
      description = "Bundle (.mag) of the model, of Cantus or of Magenta.")
  private String bundleFile;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "What convert reads (a file, a folder with all in it, an archive, a pack), or TFRecords"
              + " of NoteSequences or of examples (NAME.tfrecord), on any Hadoop file system. May"
              + " be given several times. Required.")
  private List<String> inputs;

  @Option(
      names = "--output_file",
      paramLabel = "FILE",
      description =
          "Write every melody, every file and the total to this file instead of listing them: .tsv"
              + " for columns, .jsonl for JSON lines.")
  private String outputFile;

  @Option(names = "--overwrite", description = "Replace an output that exists.")
  private boolean overwrite;

  @Mixin private MelodyFlags melodies;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private ModelOptions modelOptions;

  @Override
  protected ExitCode run(Console console) {
    required("--input", inputs);
    inputs.forEach(input -> required("--input", input));
    Storage storage = new Storage(new Configuration());
    TrainedModel model = new ModelSource(storage, modelOptions).load(bundleFile, checkpoint);
    Instant start = Instant.now();
    EvaluateJob.Result result =
        outputFile == null
            ? evaluate(console, storage, model)
            : write(
                storage,
                model,
                storage.path(outputFile),
                RowFormat.of("--output_file", outputFile));
    report(console, model, result, Duration.between(start, Instant.now()));
    if (result.melodies() > 0) {
      return ExitCode.DONE;
    }
    console.mistake("there is no melody in %s".formatted(String.join(", ", inputs)));
    return ExitCode.BAD_INPUT;
  }

  private EvaluateJob.Result evaluate(Console console, Storage storage, TrainedModel model) {
    console.print(RowText.HEADER);
    return evaluate(storage, model, row -> RowText.of(row).ifPresent(console::print));
  }

  private EvaluateJob.Result evaluate(Storage storage, TrainedModel model, Consumer<Row> rows) {
    return new EvaluateJob(
            new MelodyFinder(model.config(), melodies.options()),
            new MelodyScorer(model.network(), model.config().encoding()),
            rows)
        .run(storage, inputs);
  }

  private EvaluateJob.Result write(
      Storage storage, TrainedModel model, Path path, RowFormat format) {
    List<Path> existing = storage.exists(path) ? List.of(path) : List.of();
    AtomicReference<EvaluateJob.Result> result = new AtomicReference<>();
    try (Publication publication =
        Publication.open(
            storage, path.getParent(), existing, overwrite ? IfExists.REPLACE : IfExists.REFUSE)) {
      publication.finish(
          path,
          out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write(format.header(Row.COLUMNS));
            try {
              result.set(
                  evaluate(storage, model, row -> writeLine(writer, format.line(row.values()))));
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
            writer.flush();
          });
      publication.publish();
    }
    return result.get();
  }

  private static void writeLine(Writer writer, String line) {
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(
      Console console, TrainedModel model, EvaluateJob.Result result, Duration elapsed) {
    result.reasons().table().forEach(console::print);
    if (result.melodies() == 0) {
      return;
    }
    EventMetrics total = result.total();
    console.print(
        String.format(
            Locale.ROOT,
            "%s in %s (%s), %s: log-likelihood %.2f, perplexity %.4f, accuracy %.1f %%",
            result.melodies() == 1 ? "1 melody" : result.melodies() + " melodies",
            Quantity.of(result.tally().inputs(), "input"),
            result.tally(),
            Quantity.of(total.steps(), "event"),
            total.logLikelihood(),
            total.perplexity(),
            100 * total.accuracy()));
    console.print(
        "Under the %s model of %s; %s"
            .formatted(
                model.config().name(),
                model.source(),
                Quantity.rate(total.steps(), "events", elapsed)));
  }
}
