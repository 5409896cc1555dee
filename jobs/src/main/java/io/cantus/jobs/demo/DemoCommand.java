package io.cantus.jobs.demo;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.transforms.UsageException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus demo}: the whole job on the songbook. */
@Command(
    name = "demo",
    description = {
      "Convert, create a data set, train and generate on a small songbook that comes with Cantus,"
          + " and make a page to look at and listen to."
    },
    footer = {"", "Example:", "  cantus demo --output_dir=cantus-demo"})
public final class DemoCommand extends JobCommand {
  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      defaultValue = "cantus-demo",
      description = "Folder for everything; an earlier demo in it is replaced.")
  private String outputDir;

  @Option(
      names = "--num_training_steps",
      paramLabel = "N",
      defaultValue = "300",
      description = "Minibatches to train; more make better melodies.")
  private long numTrainingSteps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Another seed, another model and other melodies.")
  private long seed;

  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    if (numTrainingSteps < 1) {
      throw new UsageException(
          "num_training_steps is %d and must be at least 1".formatted(numTrainingSteps));
    }
    try (JavaSparkContext context = spark.open("cantus demo", settings().spark())) {
      Path page =
          new DemoJob(context, console).run(new DemoJob.Request(outputDir, numTrainingSteps, seed));
      console.print(
          "MIDI files in %s".formatted(Storage.shown(new Path(page.getParent(), "generated"))));
      console.print("Open %s in a browser to see and hear them".formatted(Storage.shown(page)));
    }
    return ExitCode.DONE;
  }
}
