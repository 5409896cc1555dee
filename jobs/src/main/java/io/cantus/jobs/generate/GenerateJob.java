package io.cantus.jobs.generate;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.GenerationSummary;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.OutputNames;
import io.cantus.generation.Primer;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.UsageException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Continues a primer a number of times and writes the results to MIDI files, or to one pack of
 * them, and an index that tells about each. The outputs appear together, and are the same bytes
 * wherever and in how many parts they are made.
 */
public final class GenerateJob {
  private static final int MOST_OUTPUTS = 100_000_000;

  /** Steps that one machine makes before Spark would have started on several. */
  private static final long FEW_STEPS = 2_000_000;

  /**
   * What to do.
   *
   * @param seed of the random choices; output {@code i} depends on it and on {@code i} alone
   * @param time goes into the files' names
   */
  public record Request(
      TrainedModel model,
      Primer primer,
      GenerationOptions options,
      int numOutputs,
      long seed,
      String outputDir,
      Packing packing,
      IfExists ifExists,
      LocalDateTime time) {
    public Request {
      if (numOutputs < 1 || numOutputs > MOST_OUTPUTS) {
        throw new UsageException(
            "num_outputs is %d and must be 1 to %d".formatted(numOutputs, MOST_OUTPUTS));
      }
    }

    /** What each output follows from. */
    public MelodyRecipe recipe() {
      return new MelodyRecipe(
          model.config(),
          model.weights(),
          model.hparams().attnLength(),
          model.source(),
          primer,
          options,
          seed);
    }

    /** What the outputs are called. */
    public OutputNames names() {
      return OutputNames.at(time, numOutputs);
    }
  }

  /**
   * What was done.
   *
   * @param index the file that tells about each output
   */
  public record Result(GenerationSummary summary, Path index, Duration elapsed) {}

  /** Has batches made somewhere. */
  private interface Maker {
    List<BatchReport> make(MelodyFiles files, List<MelodyBatch> batches);
  }

  private final Request request;
  private final MelodyRecipe recipe;
  private final MelodyGenerator generator;
  private final Storage storage;
  private final Console console;
  private final Path folder;

  /** Everything that is wrong with the request shows here, before anything is written. */
  public GenerateJob(Request request, Storage storage, Console console) {
    this.request = request;
    this.storage = storage;
    this.console = console;
    recipe = request.recipe();
    generator = recipe.generator();
    folder = storage.path(request.outputDir());
    Publication.check(storage, existing(), request.ifExists());
  }

  /** Whether so much is asked for that it is worth Spark. */
  public static boolean isLarge(int numOutputs, GenerationOptions options) {
    return numOutputs * options.sequences() > FEW_STEPS / options.numSteps();
  }

  /** Makes all in this process. */
  public Result run() {
    LongAdder done = new LongAdder();
    return run(
        done::sum,
        (files, batches) ->
            batches.stream()
                .parallel()
                .map(batch -> files.make(batch, recipe, generator, storage, 0, done::add))
                .toList());
  }

  /**
   * Makes all in tasks.
   *
   * @param partitions how many; empty for one a batch
   */
  public Result run(JavaSparkContext context, OptionalInt partitions) {
    LongAccumulator done = context.sc().longAccumulator("melodies");
    return run(
        done::value,
        (files, batches) ->
            context
                .parallelize(batches, partitions.orElse(batches.size()))
                .map(
                    new GenerateTask(
                        context.broadcast(storage), context.broadcast(recipe), files, done))
                .collect());
  }

  private Result run(LongSupplier done, Maker maker) {
    // A folder that is not there yet appears in one step with all that is in it.
    Path parent = storage.exists(folder) ? folder : folder.getParent();
    OptionalLong total = OptionalLong.of(request.numOutputs());
    try (Publication publication =
            Publication.open(storage, parent, existing(), request.ifExists());
        Progress progress = Progress.show(console, "Generating", "melodies", total, done)) {
      MelodyFiles files =
          new MelodyFiles(
              request.names(), folder.getName(), request.packing(), publication.workplace());
      storage.createFolder(files.staging());
      List<BatchReport> reports =
          maker.make(files, MelodyBatch.all(request.numOutputs(), request.options()));
      publish(publication, files, reports);
      long notes = reports.stream().mapToLong(BatchReport::notes).sum();
      return new Result(
          GenerationSummary.of(generator, request.numOutputs(), notes, request.seed()),
          new Path(folder, request.names().index()),
          progress.elapsed());
    }
  }

  private void publish(Publication publication, MelodyFiles files, List<BatchReport> reports) {
    OutputNames names = request.names();
    if (!storage.exists(folder)) {
      publication.take(folder, files.staging());
    } else if (request.packing() == Packing.FILES) {
      for (int output = 0; output < request.numOutputs(); output++) {
        String name = names.midi(output);
        publication.take(new Path(folder, name), new Path(files.staging(), name));
      }
    }
    if (request.packing() == Packing.PACK) {
      publication.join(
          new Path(folder, names.pack()),
          reports.stream().map(report -> Storage.at(report.packed().orElseThrow())).toList());
    }
    publication.join(
        new Path(folder, names.index()),
        reports.stream().map(report -> Storage.at(report.index())).toList());
    publication.publish();
  }

  private List<Path> existing() {
    OutputNames names = request.names();
    return storage.children(folder).stream()
        .filter(path -> names.contains(path.getName()))
        .toList();
  }
}
