package io.cantus.jobs.generate;

import io.cantus.generation.DrawSource;
import io.cantus.generation.EventRnn;
import io.cantus.generation.GeneratedMelody;
import io.cantus.generation.GenerationOptions;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.Primer;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.EventEncoding;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** Continues a primer a number of times and writes each result to a MIDI file of its own. */
public final class GenerateJob {
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss", Locale.ROOT);

  /** Melodies that are made together, few enough that ten keep several cores busy. */
  private static final int BATCH = 4;

  private static final int MOST_OUTPUTS = 1_000_000;

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
      IfExists ifExists,
      LocalDateTime time) {
    public Request {
      if (numOutputs < 1 || numOutputs > MOST_OUTPUTS) {
        throw new UsageException(
            "num_outputs is %d and must be 1 to %d".formatted(numOutputs, MOST_OUTPUTS));
      }
    }
  }

  /** One output and the file that holds it. */
  public record Output(Path path, GeneratedMelody melody) {}

  /**
   * What was done.
   *
   * @param stepsAsked steps that the user asked for
   * @param stepsMade steps of every output, at some tempos one fewer
   * @param qpm quarter notes per minute of every output
   */
  public record Result(List<Output> outputs, int stepsAsked, int stepsMade, double qpm) {

    /** Notes of all outputs. */
    public long notes() {
      return outputs.stream().mapToLong(output -> output.melody().sequence().getNotesCount()).sum();
    }
  }

  private final Storage storage;

  public GenerateJob(Storage storage) {
    this.storage = storage;
  }

  /** Runs the job; everything wrong with the request shows before anything is written. */
  public Result run(Request request) {
    TrainedModel model = request.model();
    EventEncoding encoding = model.config().encoding();
    EventRnn network =
        EventRnn.of(
            model.weights(),
            encoding.inputSize(),
            encoding.numClasses(),
            model.hparams().attnLength(),
            model.source());
    MelodyGenerator generator =
        new MelodyGenerator(model.config(), network, request.primer(), request.options());
    List<Path> paths = paths(request);
    try (Publication publication =
        Publication.open(
            storage,
            storage.path(request.outputDir()),
            paths.stream().filter(storage::exists).toList(),
            request.ifExists())) {
      List<GeneratedMelody> melodies =
          IntStream.rangeClosed(0, (paths.size() - 1) / BATCH)
              .parallel()
              .mapToObj(
                  batch ->
                      IntStream.range(batch * BATCH, Math.min(paths.size(), (batch + 1) * BATCH))
                          .mapToObj(i -> DrawSource.seeded(request.seed(), i))
                          .toList())
              .flatMap(draws -> generator.generate(draws).stream())
              .toList();
      List<Output> outputs = new ArrayList<>();
      for (int i = 0; i < paths.size(); i++) {
        byte[] midi = melodies.get(i).midi();
        publication.finish(paths.get(i), out -> out.write(midi));
        outputs.add(new Output(paths.get(i), melodies.get(i)));
      }
      publication.publish();
      return new Result(outputs, generator.stepsAsked(), generator.stepsMade(), generator.qpm());
    }
  }

  /** Magenta's names: the time, and the output's number from 1, as wide as the last one's. */
  private List<Path> paths(Request request) {
    Path folder = storage.path(request.outputDir());
    String time = FILE_TIME.format(request.time());
    int digits = String.valueOf(request.numOutputs()).length();
    return IntStream.rangeClosed(1, request.numOutputs())
        .mapToObj(i -> new Path(folder, ("%s_%0" + digits + "d.mid").formatted(time, i)))
        .toList();
  }
}
