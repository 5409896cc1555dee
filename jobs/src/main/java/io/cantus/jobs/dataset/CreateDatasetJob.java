package io.cantus.jobs.dataset;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.FaultyInputException;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.manifest.Shard;
import io.cantus.jobs.outcome.Reasons;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.RefusalsFile;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.Committed;
import io.cantus.jobs.parts.Joined;
import io.cantus.jobs.parts.Plan;
import io.cantus.jobs.parts.ResumableOutput;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Turns NoteSequences into the training and evaluation examples of a melody model, in the order of
 * the input whatever the number of tasks. A run that breaks off is gone on with by the next one.
 */
public final class CreateDatasetJob {

  /**
   * What to do.
   *
   * @param input TFRecords of NoteSequences: a file, glob, folder or {@code name@N}
   * @param partitions number of tasks; the result does not depend on it
   */
  public record Request(
      String input,
      String outputDir,
      DatasetRecipe recipe,
      IfExists ifExists,
      OptionalInt partitions) {}

  /**
   * What was done.
   *
   * @param reasons of all refused NoteSequences
   * @param refused the first of them
   */
  public record Result(
      Manifest manifest, DatasetProfile profile, Reasons reasons, Refusals refused) {

    /** Examples of one side. */
    public long examples(Branch branch) {
      return count(branch, manifest.shards());
    }
  }

  /** All that was extracted, not yet published. */
  private record Extracted(
      ResumableOutput<ExtractionReport> output,
      ResumableOutput.Complete<ExtractionReport> complete,
      ExtractionSummary summary) {}

  private final Request request;
  private final DatasetRecipe recipe;
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
    this.recipe = request.recipe();
    this.storage = storage;
    this.console = console;
    folder = storage.path(request.outputDir());
    Publication.check(storage, DatasetFiles.existing(storage, folder), request.ifExists());
    files = TfRecordFile.resolve(storage, request.input());
  }

  /**
   * Extracts the examples.
   *
   * @throws BadInputException if the input is damaged, there is nothing to train on, or the output
   *     cannot be written
   */
  public Result run(JavaSparkContext context) {
    Extracted extracted =
        TfRecordSplit.readMeeting(
            undivided -> extract(context, undivided), made -> made.summary().spans());
    try (ResumableOutput<ExtractionReport> output = extracted.output()) {
      return publish(output, extracted.complete(), extracted.summary());
    }
  }

  private Extracted extract(JavaSparkContext context, Set<String> undivided) {
    List<InputBatch> batches = InputBatch.cut(files, undivided);
    List<SortedMap<Integer, String>> duplicates = duplicates(context, batches);
    ResumableOutput<ExtractionReport> output =
        ResumableOutput.open(
            storage,
            plan(undivided),
            DatasetFiles.existing(storage, folder),
            request.ifExists(),
            console);
    boolean whole = false;
    try {
      output.expect(batches.size());
      extract(context, batches, duplicates, output);
      console.status("Writing " + request.outputDir());
      ResumableOutput.Complete<ExtractionReport> complete =
          output.complete(context, batches.size());
      ExtractionSummary summary = ExtractionSummary.of(complete.batches());
      whole = TfRecordSplit.torn(summary.spans()).isEmpty();
      if (!whole) {
        output.discard();
      }
      return new Extracted(output, complete, summary);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      console.status("");
      if (!whole) {
        output.close();
      }
    }
  }

  private Plan plan(Set<String> undivided) {
    Map<Channel, List<Path>> outputs = new LinkedHashMap<>();
    for (Branch branch : Branch.values()) {
      String name = DatasetFiles.examples(branch, recipe.compression());
      outputs.put(ExtractionTask.channel(branch, recipe), List.of(new Path(folder, name)));
    }
    return new Plan(folder, "dataset", fingerprint(undivided), outputs);
  }

  /** Of all that decides what a batch makes, as far as it can be known without reading it all. */
  private String fingerprint(Set<String> undivided) {
    StringBuilder text = new StringBuilder(Manifest.Versions.current().toString()).append('\n');
    recipe.configuration().forEach((key, value) -> text.append(key + "=" + value + "\n"));
    for (TfRecordFile file : files) {
      text.append(
          "%s %d %d%s\n"
              .formatted(
                  file.location(),
                  file.bytes(),
                  storage.status(file.path()).getModificationTime(),
                  undivided.contains(file.location()) ? " undivided" : ""));
    }
    return sha256(text).substring(0, 16);
  }

  private static String sha256(CharSequence text) {
    return HexFormat.of()
        .formatHex(
            BackgroundDigest.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** For each batch, its records that are copies of earlier ones. */
  private List<SortedMap<Integer, String>> duplicates(
      JavaSparkContext context, List<InputBatch> batches) {
    if (recipe.dedupe() == Dedupe.NONE) {
      return Collections.nCopies(batches.size(), new TreeMap<>());
    }
    LongAccumulator done = context.sc().longAccumulator("bytes");
    FingerprintTask task = new FingerprintTask(context.broadcast(storage), recipe.dedupe(), done);
    try (Progress progress = progress("Looking for duplicates", batches, done)) {
      List<BatchFingerprints> fingerprints =
          context.parallelize(batches, tasks(batches.size())).map(task).collect();
      console.debug("looking for duplicates took %s".formatted(progress.elapsed()));
      return BatchFingerprints.duplicates(fingerprints);
    }
  }

  private void extract(
      JavaSparkContext context,
      List<InputBatch> batches,
      List<SortedMap<Integer, String>> duplicates,
      ResumableOutput<ExtractionReport> output) {
    List<InputBatch> missing =
        batches.stream().filter(batch -> !output.isFinished(batch.number())).toList();
    if (missing.isEmpty()) {
      return;
    }
    List<ExtractionTask.Order> orders =
        missing.stream()
            .map(batch -> new ExtractionTask.Order(batch, duplicates.get(batch.number())))
            .toList();
    LongAccumulator done = context.sc().longAccumulator("bytes");
    ExtractionTask task =
        new ExtractionTask(context.broadcast(storage), output.folder(), recipe, done);
    try (Progress progress = progress("Extracting", missing, done)) {
      context.parallelize(orders, tasks(orders.size())).foreach(task);
      console.debug("extraction took %s".formatted(progress.elapsed()));
    } catch (Throwable e) {
      // Spark throws checked exceptions that its methods do not declare.
      if (FaultyInputException.isBehind(e)) {
        output.discard();
      }
      throw e;
    }
  }

  private Progress progress(String what, List<InputBatch> batches, LongAccumulator done) {
    long bytes = batches.stream().mapToLong(InputBatch::bytes).sum();
    return Progress.show(
        console, what, "kB", OptionalLong.of(bytes / 1000), () -> done.value() / 1000);
  }

  private int tasks(int batches) {
    return Math.min(batches, request.partitions().orElse(batches));
  }

  private Result publish(
      ResumableOutput<ExtractionReport> output,
      ResumableOutput.Complete<ExtractionReport> complete,
      ExtractionSummary summary) {
    List<Shard> shards = shards(complete.outputs());
    Tally tally = summary.tally(shards.stream().mapToLong(Shard::records).sum());
    if (count(needed(), shards) == 0) {
      output.discard();
      throw nothing(summary.reasons(), tally);
    }
    boolean anyRefused = !summary.reasons().isEmpty();
    Manifest manifest =
        new Manifest(
            Manifest.Kind.DATA_SET,
            Manifest.Versions.current(),
            recipe.configuration(),
            inputs(summary.digests()),
            shards,
            tally,
            summary.reasons().byReason(),
            summary.statistics(),
            anyRefused ? Optional.of(DatasetFiles.REJECTS) : Optional.empty());
    Publication publication = output.publication();
    replace(publication, Manifest.DATA_SET_FILE, manifest::write);
    String page = page(manifest, summary).report().html();
    replace(
        publication, DatasetFiles.PAGE, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    if (anyRefused) {
      replace(publication, DatasetFiles.REJECTS, out -> writeRejects(complete, out));
    } else {
      publication.supersede(new Path(folder, DatasetFiles.REJECTS));
    }
    output.publish();
    summary.failed().forEach(refusal -> console.warn(refusal.toString()));
    return new Result(manifest, summary.profile(), summary.reasons(), summary.refused());
  }

  private void replace(Publication publication, String name, Publication.Content content) {
    Path path = new Path(folder, name);
    publication.supersede(path);
    publication.finish(path, content);
  }

  private static void writeRejects(
      ResumableOutput.Complete<ExtractionReport> complete, OutputStream out) throws IOException {
    try (RefusalsFile file = new RefusalsFile(out)) {
      for (Committed<ExtractionReport> batch : complete.batches()) {
        for (Refusal refusal : batch.report().refused().all()) {
          file.write(refusal);
        }
      }
    }
  }

  private DatasetPage page(Manifest manifest, ExtractionSummary summary) {
    return new DatasetPage(
        manifest,
        Manifest.ofNoteSequences(storage, files.get(0).path()),
        summary.profile(),
        summary.refused(),
        summary.samples());
  }

  static long count(Branch branch, List<Shard> shards) {
    return shards.stream()
        .filter(shard -> shard.name().startsWith(branch.key()))
        .mapToLong(Shard::records)
        .sum();
  }

  private static List<Shard> shards(Map<Channel, List<Joined>> outputs) {
    return outputs.values().stream()
        .flatMap(List::stream)
        .map(file -> new Shard(file.path().getName(), file.records(), file.bytes(), file.sha256()))
        .toList();
  }

  private Manifest.Inputs inputs(List<String> digests) {
    StringBuilder inventory = new StringBuilder("cantus input inventory 1\n");
    for (TfRecordFile file : files) {
      inventory.append("%s %d\n".formatted(file.path().getName(), file.bytes()));
    }
    digests.forEach(digest -> inventory.append(digest).append('\n'));
    return new Manifest.Inputs(
        List.of(request.input()),
        files.size(),
        files.stream().mapToLong(TfRecordFile::bytes).sum(),
        sha256(inventory));
  }

  /** The side without which a data set is none. */
  private Branch needed() {
    return recipe.split().evalRatio() == 1 ? Branch.EVAL : Branch.TRAINING;
  }

  private BadInputException nothing(Reasons reasons, Tally tally) {
    reasons.table().forEach(console::warn);
    Advice.on(reasons.byReason()).forEach(console::warn);
    if (tally.inputs() == 0) {
      return new BadInputException("there are no NoteSequences in %s".formatted(request.input()));
    }
    String why =
        tally.produced() > 0
            ? ": all went to the other side, try another --seed or --eval_ratio"
            : Advice.mostFrequent(reasons.byReason())
                .map(": most are %s, see above"::formatted)
                .orElse("");
    return new BadInputException(
        "no %s examples from %d NoteSequences (%s)%s; nothing was written"
            .formatted(needed().key(), tally.inputs(), tally, why));
  }
}
