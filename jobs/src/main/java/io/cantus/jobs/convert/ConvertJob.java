package io.cantus.jobs.convert;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.OutputName;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Turns a folder of MIDI files into TFRecords of NoteSequences, in the order of the files' names
 * whatever the number of tasks.
 */
public final class ConvertJob {

  /**
   * What to do.
   *
   * @param inputDir the folder, as the user wrote it: the collection's name follows from it
   * @param outputFile a TFRecord file, or {@code name@N} for N shards
   * @param partitions number of tasks; the result does not depend on it
   */
  public record Request(
      String inputDir, String outputFile, Depth depth, IfExists ifExists, OptionalInt partitions) {}

  /**
   * What was done.
   *
   * @param records NoteSequences written
   * @param files the files written
   * @param rejects where the refused inputs are listed; empty if there are none
   */
  public record Result(
      long records,
      List<Publication.Finished> files,
      Tally tally,
      Refusals refused,
      Optional<Path> rejects) {

    /** Size of all files written. */
    public long bytes() {
      return files.stream().mapToLong(Publication.Finished::bytes).sum();
    }
  }

  private final Request request;
  private final Storage storage;
  private final Console console;
  private final OutputName output;
  private final ConversionSources sources;

  /**
   * Lists the folder.
   *
   * @throws BadInputException if there is nothing to convert, or the output exists
   */
  public ConvertJob(Request request, Storage storage, Console console) {
    this.request = request;
    this.storage = storage;
    this.console = console;
    output = OutputName.parse(Storage.expandHome(request.outputFile()));
    Publication.check(storage, output.existing(storage), request.ifExists());
    sources = ConversionSources.list(storage, storage.path(request.inputDir()), request.depth());
  }

  /**
   * Converts what was listed.
   *
   * @throws BadInputException if nothing could be converted or the output cannot be written
   */
  public Result run(JavaSparkContext context) {
    Path parent = storage.path(output.base()).getParent();
    try (Publication publication =
        Publication.open(storage, parent, output.existing(storage), request.ifExists())) {
      List<BatchReport> reports = convert(context, publication);
      Refusals refused =
          Refusals.concat(sources.refused(), reports.stream().map(BatchReport::refused).toList());
      long produced = reports.stream().mapToLong(BatchReport::produced).sum();
      Tally tally = refused.tally().plus(new Tally(produced, 0, 0, 0)).of(sources.size());
      return publish(publication, reports, refused, tally);
    }
  }

  private List<BatchReport> convert(JavaSparkContext context, Publication publication) {
    List<Entry> files = sources.midi();
    long cost =
        request.partitions().isPresent()
            ? Batch.costOfOneIn(files, request.partitions().getAsInt())
            : Batch.costFor(files, context.defaultParallelism());
    List<Batch> batches = Batch.cut(files, output.shards(), cost);
    if (batches.isEmpty()) {
      return List.of();
    }
    LongAccumulator done = context.sc().longAccumulator("files");
    ConvertTask task =
        new ConvertTask(
            context.broadcast(storage),
            publication.workplace(),
            SourceFile.collectionOf(Storage.expandHome(request.inputDir())),
            done);
    OptionalLong total = OptionalLong.of(files.size());
    try (Progress progress = Progress.show(console, "Converting", "files", total, done::value)) {
      List<BatchReport> reports = context.parallelize(batches, batches.size()).map(task).collect();
      console.debug("conversion took %s".formatted(progress.elapsed()));
      return reports;
    }
  }

  private Result publish(
      Publication publication, List<BatchReport> reports, Refusals refused, Tally tally) {
    refused.all().forEach(refusal -> console.warn(refusal.toString()));
    if (tally.produced() == 0) {
      refused.table().forEach(console::warn);
      throw new BadInputException(
          "none of the %d files could be converted: %s".formatted(tally.inputs(), tally));
    }
    Path rejects = storage.path(rejectsName());
    publication.supersede(rejects);
    if (!refused.isEmpty()) {
      publication.finish(rejects, refused::writeJsonLines);
    }
    console.status("Writing " + request.outputFile());
    List<Publication.Finished> files = new ArrayList<>();
    List<Path> paths = output.paths(storage);
    Map<Integer, List<Path>> parts =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    BatchReport::shard,
                    Collectors.mapping(report -> Storage.at(report.part()), Collectors.toList())));
    for (int shard = 0; shard < paths.size(); shard++) {
      files.add(publication.join(paths.get(shard), parts.getOrDefault(shard, List.of())));
    }
    publication.publish();
    console.status("");
    long records = reports.stream().mapToLong(BatchReport::records).sum();
    return new Result(
        records,
        files,
        tally,
        refused,
        refused.isEmpty() ? Optional.empty() : Optional.of(rejects));
  }

  /** The rejects' file does not look like a TFRecord file to whoever reads the folder. */
  private String rejectsName() {
    return output.base().replaceFirst("\\.tfrecords?$", "") + ".rejects.jsonl";
  }
}
