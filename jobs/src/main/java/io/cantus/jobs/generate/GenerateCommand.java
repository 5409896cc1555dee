package io.cantus.jobs.generate;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.cli.GenerationFlags;
import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.BundleFile;
import io.cantus.jobs.model.CheckpointOptions;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.spark.SparkOptions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus generate}: Magenta's melody_rnn_generate. */
@Command(
    name = "melody_rnn_generate",
    aliases = "generate",
    description = {
      "Continue a primer with a trained model and write each result to a MIDI file of its own,"
          + " and how likely it is to an index."
    },
    footer = {
      "",
      "Examples:",
      "  cantus generate --bundle_file=run1/lookback_rnn.mag --output_dir=generated \\",
      "    --num_outputs=10 --num_steps=128 --primer_melody=\"[60]\" --seed=7",
      "  cantus generate --run_dir=run1 --output_dir=generated --primer_midi=primer.mid",
      "  cantus generate --bundle_file=run1/lookback_rnn.mag --output_dir=hdfs:///generated \\",
      "    --num_outputs=100000 --pack --seed=7"
    })
public final class GenerateCommand extends JobCommand {
  @Mixin private GenerationFlags flags;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private ModelOptions modelOptions;

  @Option(
      names = "--save_generator_bundle",
      description = "Only write the model of --run_dir or --checkpoint_file to --bundle_file.")
  private boolean saveGeneratorBundle;

  @Option(
      names = "--bundle_description",
      paramLabel = "TEXT",
      description = "What to say about the bundle that is written.")
  private String bundleDescription;

  @Option(
      names = "--pack",
      description =
          "Write all MIDI files into one pack, which convert reads; better for a cluster's file"
              + " system than very many small files.")
  private boolean pack;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Generate in so many Spark tasks; the result is the same. Default: few melodies are made"
              + " without Spark, many in tasks of half a second or so.")
  private Integer partitions;

  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    OptionalInt tasks = SparkOptions.partitions(partitions);
    GenerationOptions options = flags.options();
    boolean onSpark =
        !saveGeneratorBundle
            && (tasks.isPresent() || GenerateJob.isLarge(flags.numOutputs(), options));
    Storage storage =
        onSpark ? spark.storage(settings().spark()) : new Storage(new Configuration());
    ModelSource source = new ModelSource(storage, modelOptions);
    IfExists ifExists = flags.overwrite() ? IfExists.REPLACE : IfExists.REFUSE;
    if (saveGeneratorBundle) {
      saveBundle(console, storage, source.fromTraining(checkpoint), ifExists);
      return ExitCode.DONE;
    }
    GenerateJob.Request request =
        new GenerateJob.Request(
            source.load(flags.bundleFile().orElse(null), checkpoint),
            flags.primer(file -> storage.readInput(file, "primer"), console::warn),
            options,
            flags.numOutputs(),
            flags.seed(),
            flags.outputDir(),
            pack ? Packing.PACK : Packing.FILES,
            ifExists,
            LocalDateTime.now(ZoneId.systemDefault()));
    GenerateJob job = new GenerateJob(request, storage, console);
    if (!onSpark) {
      report(console, request, job.run());
      return ExitCode.DONE;
    }
    try (JavaSparkContext context = spark.open("cantus generate", settings().spark())) {
      report(console, request, job.run(context, tasks));
    }
    return ExitCode.DONE;
  }

  private void saveBundle(Console console, Storage storage, TrainedModel model, IfExists ifExists) {
    String path = required("--bundle_file", flags.bundleFile().orElse(null));
    BundleFile.write(
        storage, storage.path(path), model, Optional.ofNullable(bundleDescription), ifExists);
    console.print("Bundle of %s in %s".formatted(model.source(), path));
  }

  private static void report(
      Console console, GenerateJob.Request request, GenerateJob.Result result) {
    console.print(
        "Log-likelihoods in %s; %s"
            .formatted(
                Storage.shown(result.index()),
                Quantity.rate(result.summary().outputs(), "melodies", result.elapsed())));
    String where =
        request.packing() == Packing.PACK
            ? Storage.shown(new Path(result.index().getParent(), request.names().pack()))
            : request.outputDir();
    console.print(result.summary().text(where));
  }
}
