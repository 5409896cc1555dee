package io.cantus.jobs.melodies;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.source.ArchiveLimits;
import io.cantus.jobs.source.NamesChanged;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.jobs.source.SourceReader;
import io.cantus.jobs.source.Sources;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * All that inputs hold, in order: TFRecord files are told by their names, such as {@code
 * ns.tfrecord@8}; everything else is what {@link Sources} opens, with all subfolders.
 */
public final class Contents {
  private static final String STAGE = "read";

  /** What is read before it is worked on. */
  private static final int MOST_WAITING = 512;

  private static final long MOST_WAITING_BYTES = 1L << 25;

  private final Storage storage;
  private final Consumer<Content> to;

  private Contents(Storage storage, Consumer<Content> to) {
    this.storage = storage;
    this.to = to;
  }

  /**
   * Hands out the contents of each input.
   *
   * @throws BadInputException if an input is missing, of no known kind, or damaged
   */
  public static void visit(Storage storage, List<String> inputs, Consumer<Content> to) {
    Contents contents = new Contents(storage, to);
    for (String input : inputs) {
      if (TfRecordFile.isNamedLikeOne(input)) {
        TfRecordFile.resolve(storage, input).forEach(contents::records);
      } else {
        contents.sources(input);
      }
    }
  }

  /**
   * Hands out what a finder finds in each input, in order, a good deal at a time.
   *
   * @throws BadInputException as {@link #visit} and {@link MelodyFinder#find}
   */
  public static void melodies(
      Storage storage,
      List<String> inputs,
      MelodyFinder finder,
      Consumer<List<FoundMelodies>> batches) {
    List<Content> waiting = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    Runnable workOff =
        () -> {
          batches.accept(waiting.parallelStream().map(finder::find).flatMap(List::stream).toList());
          waiting.clear();
          bytes.set(0);
        };
    visit(
        storage,
        inputs,
        content -> {
          waiting.add(content);
          if (waiting.size() == MOST_WAITING
              || bytes.addAndGet(content.size()) >= MOST_WAITING_BYTES) {
            workOff.run();
          }
        });
    workOff.run();
  }

  private void records(TfRecordFile file) {
    try (TfRecordSplitReader reader =
        TfRecordSplitReader.open(storage, TfRecordSplit.whole(file))) {
      long offset = reader.offset();
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        to.accept(
            new Content.TfRecord("%s, record at byte %d".formatted(file.shown(), offset), record));
        offset = reader.offset();
      }
    }
  }

  private void sources(String input) {
    Sources unread =
        Sources.open(
            storage,
            List.of(input),
            Depth.ALL_SUBFOLDERS,
            ArchiveLimits.DEFAULTS,
            ConversionLimits.DEFAULTS);
    try (Sources sources = named(unread);
        SourceReader reader = new SourceReader(storage)) {
      sources.forEachRemaining(item -> to.accept(content(item, reader)));
    } catch (IOException e) {
      throw new BadInputException("cannot close %s: %s".formatted(input, Storage.reason(e)), e);
    }
  }

  /** The same with the names that files have in the end: nothing may be handed out twice. */
  private static Sources named(Sources sources) {
    try (sources) {
      sources.forEachRemaining(item -> {});
      return sources.again();
    } catch (NamesChanged e) {
      return named(sources.again());
    }
  }

  private static Content content(SourceItem item, SourceReader reader) {
    if (item instanceof Refused refused) {
      return new Content.Refused(refused.refusal());
    }
    if (item instanceof Unpacked unpacked) {
      return new Content.File(
          new SourceFile(unpacked.collection(), unpacked.name()), unpacked.content());
    }
    SourceFile source = ((Located) item).entry().source();
    try {
      return new Content.File(source, reader.read(((Located) item).entry()));
    } catch (IOException e) {
      return new Content.Refused(
          Refusal.rejected(source.path(), STAGE, "unreadable-file", Storage.reason(e)));
    }
  }
}
