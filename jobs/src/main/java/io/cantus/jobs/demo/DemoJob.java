package io.cantus.jobs.demo;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.Primer;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.convert.ConvertJob;
import io.cantus.jobs.dataset.CreateDatasetJob;
import io.cantus.jobs.dataset.DatasetRecipe;
import io.cantus.jobs.generate.GenerateJob;
import io.cantus.jobs.generate.Packing;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.train.TrainJob;
import io.cantus.jobs.train.TrainRequest;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.songbook.Arranger;
import io.cantus.transforms.songbook.Songbook;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Convert, create a data set, train and generate on the songbook, which is rendered to MIDI files
 * first so that the real path is taken, and a page about it all.
 */
final class DemoJob {
  private static final MelodyConfig CONFIG = MelodyConfig.named("lookback_rnn");

  /** Small and quick to learn: the songbook has some sixty melodies. */
  private static final String HPARAMS =
      "batch_size=16,rnn_layer_sizes=[64,64],dropout_keep_prob=0.9,learning_rate=0.005";

  /** Two, whatever the machine, so that the demo makes the same music everywhere. */
  private static final int WORKERS = 2;

  private static final int AVERAGING_FREQUENCY = 2;
  private static final int OUTPUTS = 6;
  private static final GenerationOptions OPTIONS = new GenerationOptions(128, 0.9, 1, 1, 1);
  private static final String PRIMER = "[60]";
  private static final String SIGN =
      "Made by cantus demo. The next demo in this folder replaces everything in it.\n";

  /**
   * What to do.
   *
   * @param outputDir a new or empty folder, or one of an earlier demo
   * @param steps minibatches to train
   */
  record Request(String outputDir, long steps, long seed) {}

  /**
   * What was done.
   *
   * @param songs MIDI files that were rendered
   */
  record Result(
      Request request,
      int songs,
      ConvertJob.Result converted,
      CreateDatasetJob.Result dataset,
      TrainJob.Result trained,
      GenerateJob.Request generated) {}

  private final JavaSparkContext context;
  private final Storage storage;
  private final Console console;

  DemoJob(JavaSparkContext context, Console console) {
    this.context = context;
    this.storage = new Storage(context.hadoopConfiguration());
    this.console = console;
  }

  /**
   * Runs the demo.
   *
   * @return the page
   * @throws BadInputException if the output folder holds something else
   */
  Path run(Request request) {
    DemoFolder folder = DemoFolder.prepare(storage, request.outputDir());
    Map<String, byte[]> songs = Arranger.files(Songbook.standard());
    console.info("1/5 Rendering %d MIDI files from the songbook".formatted(songs.size()));
    write(folder.root(), Map.of(folder.sign().getName(), bytes(SIGN)));
    write(folder.midi(), songs);
    console.info("2/5 Converting them to NoteSequences");
    ConvertJob.Result converted = convert(folder);
    console.info("3/5 Extracting melodies");
    CreateDatasetJob.Result dataset = createDataset(request, folder);
    console.info("4/5 Training %s for %d steps".formatted(CONFIG.name(), request.steps()));
    TrainJob.Result trained = train(request, folder);
    console.info("5/5 Generating %d melodies".formatted(OUTPUTS));
    GenerateJob.Request generated = generate(request, folder, trained);
    Result result = new Result(request, songs.size(), converted, dataset, trained, generated);
    String page = new DemoPage(result).report().html();
    write(folder.root(), Map.of(folder.page().getName(), bytes(page)));
    return folder.page();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(Path folder, Map<String, byte[]> files) {
    try (Publication publication = Publication.open(storage, folder, List.of(), IfExists.REPLACE)) {
      files.forEach(
          (name, bytes) -> publication.finish(new Path(folder, name), out -> out.write(bytes)));
      publication.publish();
    }
  }

  private ConvertJob.Result convert(DemoFolder folder) {
    ConvertJob.Request request =
        ConvertJob.Request.of(folder.midi().toString(), folder.noteSequences().toString());
    return new ConvertJob(request, storage, console).run(context);
  }

  private CreateDatasetJob.Result createDataset(Request request, DemoFolder folder) {
    CreateDatasetJob.Request examples =
        new CreateDatasetJob.Request(
            folder.noteSequences().toString(),
            folder.examples().toString(),
            DatasetRecipe.of(CONFIG, new EvalSplit(0.1, request.seed())),
            IfExists.REFUSE,
            OptionalInt.empty());
    return new CreateDatasetJob(examples, storage, console).run(context);
  }

  private TrainJob.Result train(Request request, DemoFolder folder) {
    return new TrainJob(context, console)
        .run(
            new TrainRequest(
                CONFIG,
                HyperParameters.of(CONFIG).with(HPARAMS),
                folder.run().toString(),
                folder.trainingExamples().toString(),
                request.seed(),
                Optional.empty(),
                new TrainRequest.Length(request.steps(), TrainRequest.From.HERE, 0),
                new TrainRequest.Workers(
                    OptionalInt.of(WORKERS), OptionalInt.of(AVERAGING_FREQUENCY)),
                TrainRequest.Evaluation.NONE,
                new TrainRequest.Saving(10, 2, TrainRequest.Saving.TIME, 0)));
  }

  private GenerateJob.Request generate(
      Request request, DemoFolder folder, TrainJob.Result trained) {
    TrainedModel model = ModelSource.bundle(storage, trained.bundle().toString());
    GenerateJob.Request melodies =
        new GenerateJob.Request(
            model,
            Primer.melody(PRIMER, Primer.DEFAULT_QPM),
            OPTIONS,
            OUTPUTS,
            request.seed(),
            folder.generated().toString(),
            Packing.FILES,
            IfExists.REFUSE,
            LocalDateTime.now(ZoneId.systemDefault()));
    new GenerateJob(melodies, storage, console).run();
    return melodies;
  }
}
