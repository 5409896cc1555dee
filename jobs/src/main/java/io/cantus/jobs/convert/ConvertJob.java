package io.cantus.jobs.convert;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.Version;
import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.OutputName;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
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
import io.cantus.jobs.source.ArchiveLimits;
import io.cantus.jobs.source.NamesChanged;
import io.cantus.jobs.source.Sources;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.statistics.Statistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Turns files of music into TFRecords of NoteSequences, in the order of the inputs whatever the
 * number of tasks.
 */
public final class ConvertJob {
  /** Refusals that are shown and kept in memory; the file of rejects has all. */
  private static final int SHOWN = 200;

  private static final int FINGERPRINT_DIGITS = 16;

  /**
   * What to do.
   *
   * @param inputs folders, patterns, archives and packs as the user wrote them: the collections'
   *     names follow from them
   * @param outputFile a TFRecord file, or {@code name@N} for N shards
   * @param quarantineDir folder for the bytes of files that were rejected or failed
   * @param partitions number of tasks; the result does not depend on it
   */
  public record Request(
      List<String> inputs,
      String outputFile,
      Depth depth,
      ConversionLimits limits,
      ArchiveLimits archiveLimits,
      Optional<String> quarantineDir,
      IfExists ifExists,
      OptionalInt partitions) {

    /** A request for one folder, everything else by default. */
    public static Request of(String inputDir, String outputFile) {
      return new Request(
          List.of(inputDir),
          outputFile,
          Depth.THIS_FOLDER,
          ConversionLimits.DEFAULTS,
          ArchiveLimits.DEFAULTS,
          Optional.empty(),
          IfExists.REFUSE,
          OptionalInt.empty());
    }

    /** All that bears on the output, by the names of the options. */
    Map<String, String> configuration() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("recursive", String.valueOf(depth == Depth.ALL_SUBFOLDERS));
      options.put("max_file_bytes", String.valueOf(limits.maxFileBytes()));
      options.put("max_ticks", String.valueOf(limits.maxTicks()));
      options.put("max_notes", String.valueOf(limits.maxNotes()));
      options.put("max_seconds", String.valueOf(limits.maxSeconds()));
      options.put("max_output_bytes", String.valueOf(limits.maxOutputBytes()));
      options.put("max_archive_entries", String.valueOf(archiveLimits.maxEntries()));
      options.put("max_archive_bytes", String.valueOf(archiveLimits.maxUnpackedBytes()));
      return options;
    }
  }

  /**
   * What was done.
   *
   * @param reasons of all refused inputs
   * @param refused the first refused inputs
   * @param rejects where all refused inputs are listed; empty if there are none
   */
  public record Result(
      Manifest manifest, Reasons reasons, Refusals refused, Optional<Path> rejects) {

    /** NoteSequences written. */
    public long records() {
      return manifest.records();
    }

    /** Outcomes of all files, and of the pieces of files that hold several. */
    public Tally tally() {
      return manifest.counts();
    }

    /** Size of all files written. */
    public long bytes() {
      return manifest.shards().stream().mapToLong(Shard::bytes).sum();
    }
  }

  /** What became of all inputs. */
  private record Answer(
      Tally tally, Reasons reasons, List<Refusal> first, FileInventory inventory) {}

  private final Request request;
  private final Storage storage;
  private final Console console;
  private final OutputName output;
  private final Optional<Quarantine> quarantine;
  private Sources sources;

  /**
   * Lists the inputs.
   *
   * @throws BadInputException if there is nothing to convert, or the output exists
   */
  public ConvertJob(Request request, Storage storage, Console console) {
    this.request = request;
    this.storage = storage;
    this.console = console;
    output = OutputName.parse(Storage.expandHome(request.outputFile()));
    Publication.check(storage, existing(), request.ifExists());
    quarantine =
        request
            .quarantineDir()
            .map(
                folder ->
                    new Quarantine(
                        storage,
                        storage.path(folder),
                        storage.path(output.base()),
                        request.ifExists()));
    sources =
        Sources.open(
            storage, request.inputs(), request.depth(), request.archiveLimits(), request.limits());
  }

  /**
   * Converts what was listed.
   *
   * @throws BadInputException if nothing could be converted or the output cannot be written
   */
  public Result run(JavaSparkContext context) {
    while (true) {
      try (ResumableOutput<BatchReport> parts = open()) {
        return run(context, parts);
      } catch (NamesChanged e) {
        console.debug(e.getMessage());
        sources = sources.again();
      }
    }
  }

  private ResumableOutput<BatchReport> open() {
    Path base = storage.path(output.base());
    Map<Channel, List<Path>> outputs = new LinkedHashMap<>();
    outputs.put(ConvertTask.SEQUENCES, output.paths(storage));
    outputs.put(Quarantine.CHANNEL, List.of());
    return ResumableOutput.open(
        storage,
        new Plan(base.getParent(), base.getName(), fingerprint(), outputs),
        existing(),
        request.ifExists(),
        console);
  }

  /**
   * What stands in the outputs' places; one manifest tells about a name with and without shards.
   */
  private List<Path> existing() {
    List<Path> existing = new ArrayList<>(output.existing(storage));
    Path manifest = beside(Manifest.NOTE_SEQUENCES_ENDING);
    if (storage.exists(manifest)) {
      existing.add(manifest);
    }
    return existing;
  }

  private String fingerprint() {
    String everything =
        String.join(
            "\n",
            Version.current(),
            sources.inventory(),
            request.configuration().toString(),
            String.valueOf(output.shards()),
            String.valueOf(quarantine.isPresent()));
    byte[] digest = BackgroundDigest.sha256().digest(everything.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_DIGITS);
  }

  private Result run(JavaSparkContext context, ResumableOutput<BatchReport> parts) {
    try {
      List<Integer> sizes = convert(context, parts);
      console.status("Writing " + request.outputFile());
      ResumableOutput.Complete<BatchReport> complete = parts.complete(context, sizes.size());
      Answer answer = check(complete.batches(), sizes);
      show(answer);
      if (answer.tally().produced() == 0) {
        parts.discard();
        throw new BadInputException(
            "none of the %d files could be converted: %s"
                .formatted(answer.tally().inputs(), answer.tally()));
      }
      return publish(parts, complete, answer);
    } catch (NamesChanged e) {
      parts.discard();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the conversion broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("told to stop", e);
    }
  }

  private List<Integer> convert(JavaSparkContext context, ResumableOutput<BatchReport> parts)
      throws ExecutionException, InterruptedException {
    LongAccumulator done = context.sc().longAccumulator("files");
    ConvertTask.Settings settings =
        new ConvertTask.Settings(
            request.limits(),
            quarantine.isPresent() ? ConvertTask.Refuse.WITH_CONTENT : ConvertTask.Refuse.BY_NAME);
    ConvertTask task = new ConvertTask(context.broadcast(storage), parts.folder(), settings, done);
    try (Progress progress =
            Progress.show(console, "Converting", "files", sources.files(), done::value);
        ConversionPass pass =
            new ConversionPass(
                context, storage, parts, task, request.partitions(), output.shards());
        Sources open = sources) {
      List<Integer> sizes = pass.run(open);
      console.debug("conversion took %s".formatted(progress.elapsed()));
      return sizes;
    }
  }

  /** Makes sure that every item was answered once, and every piece has one outcome. */
  private static Answer check(Iterable<Committed<BatchReport>> batches, List<Integer> sizes) {
    Reasons reasons = new Reasons();
    List<Refusal> first = new ArrayList<>();
    FileInventory inventory = new FileInventory();
    Tally tally = Tally.NONE;
    long pieces = 0;
    long records = 0;
    for (Committed<BatchReport> batch : batches) {
      BatchReport report = batch.report();
      if (report.answered() != sizes.get(batch.batch())) {
        throw new IllegalStateException(
            "of %d items in batch %d, %d were answered"
                .formatted(sizes.get(batch.batch()), batch.batch(), report.answered()));
      }
      tally = tally.plus(report.tally());
      pieces += report.pieces();
      records += batch.records(ConvertTask.SEQUENCES);
      report.refused().forEach(reasons::add);
      report.refused().stream().limit(SHOWN - first.size()).forEach(first::add);
      inventory.addAll(report.inventory());
    }
    if (records != tally.produced()) {
      throw new IllegalStateException("%d records, but %s".formatted(records, tally));
    }
    Tally whole = reasons.tally().plus(new Tally(tally.produced(), 0, 0, 0));
    if (!whole.equals(tally)) {
      throw new IllegalStateException("%s, but refused were %s".formatted(tally, whole));
    }
    return new Answer(tally.of(pieces), reasons, first, inventory);
  }

  private void show(Answer answer) {
    answer.first().forEach(refusal -> console.warn(refusal.toString()));
    long more = answer.tally().inputs() - answer.tally().produced() - answer.first().size();
    if (more > 0) {
      console.warn("... and %d more".formatted(more));
    }
    if (answer.tally().produced() == 0) {
      answer.reasons().table().forEach(console::warn);
    }
  }

  private Result publish(
      ResumableOutput<BatchReport> parts,
      ResumableOutput.Complete<BatchReport> complete,
      Answer answer) {
    Publication publication = parts.publication();
    Path rejects = beside(".rejects.jsonl");
    publication.supersede(rejects);
    boolean anyRefused = !answer.reasons().isEmpty();
    if (anyRefused) {
      publication.finish(
          rejects,
          out -> {
            try (RefusalsFile file = new RefusalsFile(out)) {
              for (Committed<BatchReport> batch : complete.batches()) {
                for (Refusal refusal : batch.report().refused()) {
                  file.write(refusal);
                }
              }
            }
          });
    }
    Manifest manifest =
        new Manifest(
            Manifest.Kind.NOTE_SEQUENCES,
            Manifest.Versions.current(),
            request.configuration(),
            new Manifest.Inputs(
                request.inputs(),
                answer.inventory().files(),
                answer.inventory().bytes(),
                answer.inventory().sha256()),
            complete.outputs().get(ConvertTask.SEQUENCES).stream().map(ConvertJob::shard).toList(),
            answer.tally(),
            answer.reasons().byReason(),
            new Statistics(),
            anyRefused ? Optional.of(rejects.getName()) : Optional.empty());
    quarantine.ifPresent(kept -> kept.addTo(publication, parts.folder(), complete.batches()));
    publication.finish(beside(Manifest.NOTE_SEQUENCES_ENDING), manifest::write);
    parts.publish();
    console.status("");
    return new Result(
        manifest,
        answer.reasons(),
        new Refusals(answer.first()),
        anyRefused ? Optional.of(rejects) : Optional.empty());
  }

  private static Shard shard(Joined file) {
    return new Shard(file.path().getName(), file.records(), file.bytes(), file.sha256());
  }

  private Path beside(String ending) {
    return storage.path(output.companion(ending));
  }
}
