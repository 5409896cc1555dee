package io.cantus.jobs.dataset;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Turns NoteSequences into the training and evaluation examples of a melody model, in the order of
 * the input whatever the number of tasks.
 */
public final class CreateDatasetJob {
  private static final String REJECTS = "dataset.rejects.jsonl";

  /**
   * What to do.
   *
   * @param input TFRecords of NoteSequences: a file, glob, folder or {@code name@N}
   * @param partitions number of tasks; the result does not depend on it
   */
  public record Request(
      String input,
      String outputDir,
      MelodyConfig config,
      EvalSplit split,
      IfExists ifExists,
      OptionalInt partitions) {}

  /** What was done. */
  public record Result(DatasetManifest manifest, Statistics statistics, Refusals refused) {

    /** Examples of one side. */
    public long examples(Branch branch) {
      return manifest.files().stream()
          .filter(file -> file.name().equals(fileName(branch)))
          .mapToLong(DatasetManifest.Shard::records)
          .sum();
    }
  }

  private final Request request;
  private final Storage storage;
  private final Console console;
  private final Path folder;
  private final List<TfRecordFile> files;

  /**
   * Finds the input.
   *
   * @throws BadInputException if there is none, or the data set exists
   */
  public CreateDatasetJob(Request request, Storage storage, Console console) {
    this.request = request;
    this.storage = storage;
    this.console = console;
    folder = storage.path(request.outputDir());
    Publication.check(storage, existing(), request.ifExists());
    files = TfRecordFile.resolve(storage, request.input());
  }

  /** The name of the file that holds one side, as Magenta has it. */
  public static String fileName(Branch branch) {
    return branch.key() + "_melodies.tfrecord";
  }

  /** The same input, but of a data set's folder only the file of one side. */
  public static String examples(Storage storage, String input, Branch branch) {
    return storage.exists(storage.path(input + "/" + DatasetManifest.FILE_NAME))
        ? input + "/" + fileName(branch)
        : input;
  }

  /**
   * Extracts the examples.
   *
   * @throws BadInputException if the input is damaged, there is nothing to train on, or the output
   *     cannot be written
   */
  public Result run(JavaSparkContext context) {
    try (Publication publication =
        Publication.open(storage, folder, existing(), request.ifExists())) {
      List<ExtractionReport> reports = extract(context, publication);
      Refusals refused =
          Refusals.concat(
              new Refusals(List.of()), reports.stream().map(ExtractionReport::refused).toList());
      long inputs = reports.stream().mapToLong(ExtractionReport::inputs).sum();
      Tally tally =
          refused.tally().plus(new Tally(inputs - refused.all().size(), 0, 0, 0)).of(inputs);
      requireExamples(reports, refused, tally);
      return publish(publication, reports, refused, tally);
    }
  }

  private List<Path> existing() {
    return Stream.of(fileName(Branch.TRAINING), fileName(Branch.EVAL), DatasetManifest.FILE_NAME)
        .map(name -> new Path(folder, name))
        .filter(storage::exists)
        .toList();
  }

  private List<ExtractionReport> extract(JavaSparkContext context, Publication publication) {
    return TfRecordSplit.readMeeting(
        undivided -> extract(context, undivided, publication),
        reports -> reports.stream().flatMap(report -> report.spans().stream()).toList());
  }

  private List<ExtractionReport> extract(
      JavaSparkContext context, Set<String> undivided, Publication publication) {
    long bytes = files.stream().mapToLong(TfRecordFile::bytes).sum();
    List<InputBatch> batches = InputBatch.cut(files, undivided);
    int tasks = Math.min(batches.size(), request.partitions().orElse(batches.size()));
    LongAccumulator done = context.sc().longAccumulator("bytes");
    ExtractionTask task =
        new ExtractionTask(
            context.broadcast(storage),
            publication.workplace(),
            new MelodyPipeline(request.config()),
            request.split(),
            done);
    OptionalLong total = OptionalLong.of(bytes / 1000);
    try (Progress progress =
        Progress.show(console, "Extracting", "kB", total, () -> done.value() / 1000)) {
      List<ExtractionReport> reports = context.parallelize(batches, tasks).map(task).collect();
      console.debug("extraction took %s".formatted(progress.elapsed()));
      return reports;
    }
  }

  private void requireExamples(List<ExtractionReport> reports, Refusals refused, Tally tally) {
    boolean evalOnly = request.split().evalRatio() == 1;
    long needed = count(evalOnly ? Branch.EVAL : Branch.TRAINING, reports);
    if (needed > 0) {
      return;
    }
    refused.table().forEach(console::warn);
    if (tally.inputs() == 0) {
      throw new BadInputException("there are no NoteSequences in %s".formatted(request.input()));
    }
    throw new BadInputException(
        "no %s examples from %d NoteSequences (%s)%s; nothing was written"
            .formatted(
                evalOnly ? "eval" : "training",
                tally.inputs(),
                tally,
                tally.produced() == 0 ? "" : ": all went to eval, try another --seed"));
  }

  private static long count(Branch branch, List<ExtractionReport> reports) {
    return parts(branch, reports).stream().mapToLong(ExtractionReport.Part::examples).sum();
  }

  private static List<ExtractionReport.Part> parts(Branch branch, List<ExtractionReport> reports) {
    return reports.stream()
        .map(report -> report.parts().get(branch))
        .filter(Objects::nonNull)
        .toList();
  }

  private Result publish(
      Publication publication, List<ExtractionReport> reports, Refusals refused, Tally tally) {
    console.status("Writing " + request.outputDir());
    List<DatasetManifest.Shard> shards = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      List<Path> parts =
          parts(branch, reports).stream().map(part -> Storage.at(part.location())).toList();
      Publication.Finished file = publication.join(new Path(folder, fileName(branch)), parts);
      shards.add(
          new DatasetManifest.Shard(
              fileName(branch), count(branch, reports), file.bytes(), file.sha256()));
    }
    Statistics statistics = new Statistics();
    reports.forEach(report -> statistics.merge(report.statistics()));
    DatasetManifest manifest =
        new DatasetManifest(
            request.config(),
            request.split(),
            request.input(),
            shards,
            tally,
            statistics.counters());
    publication.finish(new Path(folder, DatasetManifest.FILE_NAME), manifest::write);
    Path rejects = new Path(folder, REJECTS);
    publication.supersede(rejects);
    if (!refused.isEmpty()) {
      publication.finish(rejects, refused::writeJsonLines);
    }
    publication.publish();
    console.status("");
    refused.all().stream()
        .filter(refusal -> refusal.kind() == Refusal.Kind.FAILED)
        .forEach(refusal -> console.warn(refusal.toString()));
    return new Result(manifest, statistics, refused);
  }
}
