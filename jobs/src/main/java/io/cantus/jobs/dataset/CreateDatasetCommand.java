package io.cantus.jobs.dataset;

import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.manifest.Shard;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.dataset.ExampleEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus create-dataset}: Magenta's melody_rnn_create_dataset. */
@Command(
    name = "melody_rnn_create_dataset",
    aliases = "create-dataset",
    description = {
      "Extract the melodies of NoteSequences and write them as training and evaluation examples."
    },
    footer = {
      "",
      "Example:",
      "  cantus create-dataset --config=lookback_rnn --input=notesequences.tfrecord \\",
      "    --output_dir=sequence_examples --eval_ratio=0.10"
    })
public final class CreateDatasetCommand extends JobCommand {
  @Option(
      names = "--input",
      paramLabel = "FILES",
      description =
          "TFRecords of NoteSequences, plain or gzipped: a file, a glob, a folder, or NAME@8 for"
              + " 8 shards. A gzipped file is read by one task. Required.")
  private String input;

  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      description =
          "Folder for training_melodies.tfrecord, eval_melodies.tfrecord and dataset.json."
              + " Required.")
  private String outputDir;

  @Option(
      names = "--eval_ratio",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "Share of the NoteSequences that goes to evaluation.")
  private double evalRatio;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which NoteSequences those are: another seed, another choice.")
  private long seed;

  @Mixin private ModelOptions modelOptions;
  @Mixin private ExtractionFlags extraction;

  @Option(
      names = "--dedupe",
      paramLabel = "none|bytes|notes",
      defaultValue = "none",
      description =
          "Of NoteSequences that are equal but for their names (bytes), or that are the same music"
              + " (notes), take only the first. All copies are on the same side in any case.")
  private Dedupe dedupe;

  @Option(
      names = "--example_encoding",
      paramLabel = "dense|compact",
      defaultValue = "dense",
      description =
          "dense: inputs and labels in full, as Magenta's training reads them; compact: only the"
              + " melody's events, some hundred times smaller, from which cantus train makes the"
              + " same inputs and labels.")
  private ExampleEncoding exampleEncoding;

  @Option(
      names = "--compression",
      paramLabel = "none|gzip",
      defaultValue = "none",
      description =
          "gzip: write training_melodies.tfrecord.gz and eval_melodies.tfrecord.gz; TensorFlow's"
              + " reader must be told (compression_type='GZIP').")
  private Compression compression;

  @Option(names = "--overwrite", description = "Replace a data set that exists.")
  private boolean overwrite;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Number of tasks. The result does not depend on it. Default: by size.")
  private Integer partitions;

  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    MelodyConfig config = modelOptions.melodyConfig();
    // They shape the training only, but a mistake should not wait until then.
    HyperParameters.of(config).with(modelOptions.hparams());
    CreateDatasetJob.Request request =
        new CreateDatasetJob.Request(
            required("--input", input),
            required("--output_dir", outputDir),
            new DatasetRecipe(
                config,
                extraction.options(),
                new EvalSplit(evalRatio, seed),
                dedupe,
                exampleEncoding,
                compression),
            overwrite ? IfExists.REPLACE : IfExists.REFUSE,
            SparkOptions.partitions(partitions));
    CreateDatasetJob job =
        new CreateDatasetJob(request, spark.storage(settings().spark()), console);
    try (JavaSparkContext context = spark.open("cantus create-dataset", settings().spark())) {
      Instant start = Instant.now();
      CreateDatasetJob.Result result = job.run(context);
      report(console, request, result, Duration.between(start, Instant.now()));
    }
    return ExitCode.DONE;
  }

  private static void report(
      Console console,
      CreateDatasetJob.Request request,
      CreateDatasetJob.Result result,
      Duration elapsed) {
    long training = result.examples(Branch.TRAINING);
    long eval = result.examples(Branch.EVAL);
    Tally tally = result.manifest().counts();
    console.print("\n\nCompleted.\n");
    console.print(
        "Processed %d inputs total. Produced %d outputs."
            .formatted(tally.inputs(), training + eval));
    console.print(result.manifest().statistics().render());
    result.reasons().table().forEach(console::print);
    if (eval == 0) {
      console.warn(
          "There are no eval examples: train --eval has nothing to work on; try a larger"
              + " --eval_ratio or another --seed");
    } else if (training == 0) {
      console.warn("There are no training examples, as --eval_ratio=1 asks for");
    }
    console.print(
        "What it is like is shown in %s/%s".formatted(request.outputDir(), DatasetFiles.PAGE));
    console.print(
        "%d training and %d eval examples in %s (%s) from %s: %s; data set %s; %s"
            .formatted(
                training,
                eval,
                request.outputDir(),
                Quantity.bytes(result.manifest().shards().stream().mapToLong(Shard::bytes).sum()),
                Quantity.of(tally.inputs(), "NoteSequence"),
                tally,
                result.manifest().id().substring(0, 12),
                Quantity.rate(tally.inputs(), "NoteSequences", elapsed)));
  }
}
