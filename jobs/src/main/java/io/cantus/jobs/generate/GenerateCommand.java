package io.cantus.jobs.generate;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.Primer;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.ModelOptions;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.BundleFile;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.spark.SparkOptions;
import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
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
  @Option(
      names = "--bundle_file",
      paramLabel = "FILE",
      description =
          "Bundle (.mag) to generate with, of Cantus or of Magenta; or the one to write with"
              + " --save_generator_bundle.")
  private String bundleFile;

  @Option(
      names = "--run_dir",
      paramLabel = "DIR",
      description = "Folder of a training run; its latest checkpoint is used.")
  private String runDir;

  @Option(
      names = "--checkpoint_file",
      paramLabel = "FILE",
      description = "A checkpoint to use, of Cantus or of Magenta (model.ckpt-N).")
  private String checkpointFile;

  @Option(
      names = "--save_generator_bundle",
      description = "Only write the model of --run_dir or --checkpoint_file to --bundle_file.")
  private boolean saveGeneratorBundle;

  @Option(
      names = "--bundle_description",
      paramLabel = "TEXT",
      description = "What to say about the bundle that is written.")
  private String bundleDescription;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      defaultValue = "/tmp/melody_rnn/generated",
      description = "Folder for the MIDI files, on any Hadoop file system.")
  private String outputDir;

  @Option(
      names = "--num_outputs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many melodies to generate.")
  private int numOutputs;

  @Option(
      names = "--num_steps",
      paramLabel = "N",
      defaultValue = "128",
      description = "Steps of each melody, the primer included; 16 are a bar of 4/4.")
  private int numSteps;

  @Option(
      names = "--primer_melody",
      paramLabel = "LIST",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "What the melodies begin with, one event a step: a pitch, -1 for note-off, -2 for no"
              + " event; such as \"[60, -2, 60, -2, 67]\". Default: a single middle C.")
  private String primerMelody;

  @Option(
      names = "--primer_midi",
      paramLabel = "FILE",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "MIDI file of one melody to begin with; its tempo is used. --primer_melody comes first.")
  private String primerMidi;

  @Option(
      names = "--qpm",
      paramLabel = "X",
      defaultValue = "0",
      showDefaultValue = Visibility.NEVER,
      description = "Quarter notes per minute. Default: the primer's tempo, else 120.")
  private double qpm;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "Above 1 for more surprising melodies, below 1 for more likely ones.")
  private double temperature;

  @Option(
      names = "--beam_size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Sequences that the beam search keeps.")
  private int beamSize;

  @Option(
      names = "--branch_factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Continuations of each that the beam search tries.")
  private int branchFactor;

  @Option(
      names = "--steps_per_iteration",
      paramLabel = "N",
      defaultValue = "1",
      description = "Steps that an iteration of the beam search adds.")
  private int stepsPerIteration;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the result repeatable. Default: a new one each time, which is printed.")
  private Long seed;

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

  @Mixin private ModelOptions modelOptions;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    OptionalInt tasks = SparkOptions.partitions(partitions);
    GenerationOptions options =
        new GenerationOptions(numSteps, temperature, beamSize, branchFactor, stepsPerIteration);
    boolean onSpark =
        !saveGeneratorBundle && (tasks.isPresent() || GenerateJob.isLarge(numOutputs, options));
    Storage storage =
        onSpark ? spark.storage(settings().spark()) : new Storage(new Configuration());
    ModelSource source = new ModelSource(storage, modelOptions);
    IfExists ifExists = overwrite ? IfExists.REPLACE : IfExists.REFUSE;
    if (saveGeneratorBundle) {
      saveBundle(console, storage, source.fromTraining(runDir, checkpointFile), ifExists);
      return ExitCode.DONE;
    }
    GenerateJob.Request request =
        new GenerateJob.Request(
            source.load(bundleFile, runDir, checkpointFile),
            primer(console, storage),
            options,
            numOutputs,
            seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE),
            outputDir,
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
    String path = required("--bundle_file", bundleFile);
    BundleFile.write(
        storage, storage.path(path), model, Optional.ofNullable(bundleDescription), ifExists);
    console.print("Bundle of %s in %s".formatted(model.source(), path));
  }

  private Primer primer(Console console, Storage storage) {
    if (!primerMelody.isEmpty()) {
      return Primer.melody(primerMelody, qpm);
    }
    if (!primerMidi.isEmpty()) {
      return Primer.midi(storage.readInput(primerMidi, "primer"), primerMidi, qpm);
    }
    console.warn("No priming sequence specified. Defaulting to a single middle C.");
    return Primer.middleC(qpm);
  }

  private static void report(
      Console console, GenerateJob.Request request, GenerateJob.Result result) {
    String fewer =
        result.stepsMade() == result.stepsAsked()
            ? ""
            : " (one fewer than the %d asked for: at this tempo the end falls just before a step)"
                .formatted(result.stepsAsked());
    console.print(
        "How likely each is stands in %s; %s"
            .formatted(
                Storage.shown(result.index()),
                Quantity.rate(result.outputs(), "melodies", result.elapsed())));
    console.print(
        "Wrote %d MIDI files to %s: %d steps each%s at %s qpm, %d notes in all; --seed=%d repeats"
                .formatted(
                    result.outputs(),
                    request.packing() == Packing.PACK
                        ? Storage.shown(
                            new Path(result.index().getParent(), request.names().pack()))
                        : request.outputDir(),
                    result.stepsMade(),
                    fewer,
                    result.qpm(),
                    result.notes(),
                    request.seed())
            + " them");
  }
}
