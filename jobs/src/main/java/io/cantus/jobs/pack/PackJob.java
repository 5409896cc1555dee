package io.cantus.jobs.pack;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.OutputName;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Publication.Workplace;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.source.ArchiveLimits;
import io.cantus.jobs.source.NamesChanged;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.jobs.source.Sources;
import io.cantus.jobs.spark.Progress;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Packs the files that converters read into SequenceFiles, which stand for the inputs from then on:
 * the same collections, names and bytes. The packs' bytes follow from the inputs alone.
 */
public final class PackJob {
  private static final double MEGABYTE = 1e6;

  /**
   * What to do.
   *
   * @param inputs as for {@link Sources#open}
   * @param outputFile a SequenceFile, or {@code name@N} for N of them
   */
  public record Request(
      List<String> inputs,
      String outputFile,
      Depth depth,
      ArchiveLimits archiveLimits,
      ConversionLimits limits,
      IfExists ifExists) {}

  /**
   * What was done.
   *
   * @param files packed
   * @param bytes size of the packs
   * @param refused what was left out
   * @param rejects where that is listed; empty if nothing was
   */
  public record Result(
      long files, long bytes, Tally tally, Refusals refused, Optional<Path> rejects) {}

  private final Request request;
  private final Storage storage;
  private final Console console;
  private final OutputName output;
  private Sources sources;

  /**
   * Looks at the inputs.
   *
   * @throws BadInputException if there is nothing to pack, or the output exists
   */
  public PackJob(Request request, Storage storage, Console console) {
    this.request = request;
    this.storage = storage;
    this.console = console;
    output = OutputName.parse(Storage.expandHome(request.outputFile()));
    Publication.check(storage, output.existing(storage), request.ifExists());
    sources =
        Sources.open(
            storage, request.inputs(), request.depth(), request.archiveLimits(), request.limits());
  }

  /**
   * Packs.
   *
   * @throws BadInputException if nothing could be packed or a pack cannot be written
   */
  public Result run(JavaSparkContext context) {
    Path parent = storage.path(output.base()).getParent();
    try (Publication publication =
        Publication.open(storage, parent, output.existing(storage), request.ifExists())) {
      Packed packed =
          sources.located()
              ? packInTasks(context, publication.workplace())
              : packStreams(publication.workplace());
      return publish(publication, packed);
    } finally {
      sources.close();
    }
  }

  /** All packs, and what was left out before they were made. */
  private record Packed(long items, List<Refusal> refused, List<PackReport> packs) {}

  private Packed packInTasks(JavaSparkContext context, Workplace workplace) {
    List<SourceEntry> files = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    list(files, refused);
    LongAccumulator done = context.sc().longAccumulator("files");
    PackTask task =
        new PackTask(
            context.broadcast(storage), context.broadcast(files), output.shards(), workplace, done);
    List<Integer> packs = IntStream.range(0, output.shards()).boxed().toList();
    OptionalLong total = OptionalLong.of(files.size());
    try (Progress progress = Progress.show(console, "Packing", "files", total, done::value)) {
      List<PackReport> reports = context.parallelize(packs, packs.size()).map(task).collect();
      console.debug("packing took %s".formatted(progress.elapsed()));
      return new Packed(files.size() + refused.size(), refused, reports);
    }
  }

  private void list(List<SourceEntry> files, List<Refusal> refused) {
    try {
      while (sources.hasNext()) {
        SourceItem item = sources.next();
        if (item instanceof Located located) {
          files.add(located.entry());
        } else if (item instanceof Refused refusal) {
          refused.add(refusal.refusal());
        }
      }
    } catch (NamesChanged e) {
      files.clear();
      refused.clear();
      startOver(e);
      list(files, refused);
    }
  }

  /** A stream is unpacked in one place, from the beginning to the end. */
  private Packed packStreams(Workplace workplace) {
    OptionalLong total = OptionalLong.of(Math.round(sources.bytes() / MEGABYTE));
    try (Progress progress =
        Progress.show(
            console, "Packing", "MB", total, () -> Math.round(sources.bytesDone() / MEGABYTE))) {
      Packed packed = packStream(workplace);
      console.debug("packing took %s".formatted(progress.elapsed()));
      return packed;
    }
  }

  private Packed packStream(Workplace workplace) {
    List<PackPart> parts = new ArrayList<>();
    try {
      for (int pack = 0; pack < output.shards(); pack++) {
        parts.add(new PackPart(storage, workplace.part("pack-%05d".formatted(pack), 0)));
      }
      return fill(parts);
    } catch (NamesChanged e) {
      startOver(e);
    } finally {
      parts.forEach(PackPart::close);
    }
    return packStream(workplace);
  }

  private Packed fill(List<PackPart> parts) {
    List<Refusal> refused = new ArrayList<>();
    long files = 0;
    while (sources.hasNext()) {
      SourceItem item = sources.next();
      PackPart part = parts.get(PackPart.packOf(files, parts.size()));
      if (item instanceof Refused refusal) {
        refused.add(refusal.refusal());
      } else {
        files++;
        if (item instanceof Located located) {
          part.add(located.entry());
        } else if (item instanceof Unpacked unpacked) {
          part.add(new SourceFile(unpacked.collection(), unpacked.name()), unpacked.content());
        }
      }
    }
    return new Packed(
        files + refused.size(), refused, parts.stream().map(PackPart::finish).toList());
  }

  private void startOver(NamesChanged e) {
    console.info("Starting over: " + e.getMessage());
    sources.close();
    sources = sources.again();
  }

  private Result publish(Publication publication, Packed packed) {
    Refusals refused =
        Refusals.concat(
            new Refusals(packed.refused()),
            packed.packs().stream().map(PackReport::refused).toList());
    long files = packed.packs().stream().mapToLong(PackReport::files).sum();
    Tally tally = refused.tally().plus(new Tally(files, 0, 0, 0)).of(packed.items());
    if (files == 0) {
      refused.table().forEach(console::warn);
      throw new BadInputException(
          "none of the %d files could be packed: %s".formatted(tally.inputs(), tally));
    }
    Path rejects = storage.path(output.companion(".rejects.jsonl"));
    publication.supersede(rejects);
    if (!refused.isEmpty()) {
      publication.finish(rejects, refused::writeJsonLines);
    }
    List<Path> paths = output.paths(storage);
    long bytes = 0;
    for (int pack = 0; pack < paths.size(); pack++) {
      Path part = Storage.at(packed.packs().get(pack).part());
      bytes += storage.status(part).getLen();
      publication.take(paths.get(pack), part);
    }
    publication.publish();
    return new Result(
        files, bytes, tally, refused, refused.isEmpty() ? Optional.empty() : Optional.of(rejects));
  }
}
