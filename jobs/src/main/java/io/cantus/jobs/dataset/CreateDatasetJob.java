package io.cantus.jobs.dataset;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.manifest.Shard;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.Joined;
import io.cantus.jobs.parts.Plan;
import io.cantus.jobs.parts.ResumableOutput;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetProfile;
import io.cantus.transforms.statistics.Statistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import java.util.stream.Collectors;
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

  /** What was done. */
  public record Result(Manifest manifest, DatasetProfile profile, Refusals refused) {

    /** Examples of one side. */
    public long examples(Branch branch) {
      return count(branch, manifest.shards());
    }
  }

  /** All that was extracted, not yet published. */
  private record Extracted(
      ResumableOutput<ExtractionReport> output,
      ResumableOutput.Complete<ExtractionReport> complete) {

    List<ExtractionReport> reports() {
      List<ExtractionReport> reports = new ArrayList<>();
      complete.batches().forEach(batch -> reports.add(batch.report()));
      return reports;
    }

    List<TfRecordSplit.Span> spans() {
      return reports().stream().flatMap(report -> report.spans().stream()).toList();
    }
  }

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
        TfRecordSplit.readMeeting(undivided -> extract(context, undivided), Extracted::spans);
    try (ResumableOutput<ExtractionReport> output = extracted.output()) {
      return publish(output, extracted);
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
      Extracted extracted = new Extracted(output, output.complete(context, batches.size()));
      whole = TfRecordSplit.torn(extracted.spans()).isEmpty();
      if (!whole) {
        output.discard();
      }
      return extracted;
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

  private Result publish(ResumableOutput<ExtractionReport> output, Extracted extracted) {
    List<ExtractionReport> reports = extracted.reports();
    Refusals refused =
        Refusals.concat(
            new Refusals(List.of()), reports.stream().map(ExtractionReport::refused).toList());
    long inputs = reports.stream().mapToLong(ExtractionReport::inputs).sum();
    long produced = reports.stream().mapToLong(ExtractionReport::produced).sum();
    Tally tally = refused.tally().plus(new Tally(produced, 0, 0, 0)).of(inputs);
    List<Shard> shards = shards(extracted.complete().outputs());
    requireExamples(output, shards, refused, tally);

    Statistics statistics = new Statistics();
    DatasetProfile profile = new DatasetProfile();
    for (ExtractionReport report : reports) {
      statistics.merge(report.statistics());
      profile.merge(report.profile());
    }
    Manifest manifest =
        new Manifest(
            Manifest.Kind.DATA_SET,
            Manifest.Versions.current(),
            recipe.configuration(),
            inputs(reports),
            shards,
            tally,
            reasons(refused),
            statistics,
            refused.isEmpty() ? Optional.empty() : Optional.of(DatasetFiles.REJECTS));
    Publication publication = output.publication();
    publication.finish(new Path(folder, Manifest.DATA_SET_FILE), manifest::write);
    String page = page(manifest, profile, refused, reports).report().html();
    publication.supersede(new Path(folder, DatasetFiles.PAGE));
    publication.finish(
        new Path(folder, DatasetFiles.PAGE),
        out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    Path rejects = new Path(folder, DatasetFiles.REJECTS);
    publication.supersede(rejects);
    if (!refused.isEmpty()) {
      publication.finish(rejects, refused::writeJsonLines);
    }
    output.publish();
    refused.all().stream()
        .filter(refusal -> refusal.kind() == Refusal.Kind.FAILED)
        .forEach(refusal -> console.warn(refusal.toString()));
    return new Result(manifest, profile, refused);
  }

  private DatasetPage page(
      Manifest manifest, DatasetProfile profile, Refusals refused, List<ExtractionReport> reports) {
    return new DatasetPage(
        manifest,
        Manifest.ofNoteSequences(storage, files.get(0).path()),
        profile,
        refused,
        Sample.drawn(reports.stream().flatMap(report -> report.samples().stream())));
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

  private Manifest.Inputs inputs(List<ExtractionReport> reports) {
    StringBuilder inventory = new StringBuilder("cantus input inventory 1\n");
    for (TfRecordFile file : files) {
      inventory.append("%s %d\n".formatted(file.path().getName(), file.bytes()));
    }
    reports.forEach(report -> inventory.append(report.sha256()).append('\n'));
    return new Manifest.Inputs(
        List.of(request.input()),
        files.size(),
        files.stream().mapToLong(TfRecordFile::bytes).sum(),
        sha256(inventory));
  }

  private static SortedMap<String, Long> reasons(Refusals refused) {
    return refused.all().stream()
        .collect(Collectors.groupingBy(Refusal::reason, TreeMap::new, Collectors.counting()));
  }

  private void requireExamples(
      ResumableOutput<ExtractionReport> output, List<Shard> shards, Refusals refused, Tally tally) {
    boolean evalOnly = recipe.split().evalRatio() == 1;
    if (count(evalOnly ? Branch.EVAL : Branch.TRAINING, shards) > 0) {
      return;
    }
    output.discard();
    refused.table().forEach(console::warn);
    Advice.on(refused).forEach(console::warn);
    if (tally.inputs() == 0) {
      throw new BadInputException("there are no NoteSequences in %s".formatted(request.input()));
    }
    throw new BadInputException(
        "no %s examples from %d NoteSequences (%s)%s; nothing was written"
            .formatted(evalOnly ? "eval" : "training", tally.inputs(), tally, why(refused, tally)));
  }

  private static String why(Refusals refused, Tally tally) {
    return tally.produced() > 0
        ? ": all went to the other side, try another --seed or --eval_ratio"
        : Advice.mostFrequent(refused).map(": most are %s, see above"::formatted).orElse("");
  }
}
