package io.cantus.jobs.convert;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.PartsFolder;
import io.cantus.jobs.parts.PartsWriter;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceReader;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Converts the files of batches, each batch into one part. */
final class ConvertTask implements VoidFunction<List<Batch>> {
  static final Channel SEQUENCES = new Channel("sequences", Compression.NONE);
  static final String STAGE = "convert";

  private static final long serialVersionUID = 1L;

  /** A file that cannot be read may be one that a busy file system refuses for now. */
  private static final int ATTEMPTS_TO_READ = 3;

  private static final long PAUSE_MILLIS = 200;

  /** What becomes of files that make nothing. */
  enum Refuse {
    BY_NAME,
    WITH_CONTENT
  }

  /**
   * What to do with each file.
   *
   * @param refuse whether the contents of files that make nothing are kept
   */
  record Settings(ConversionLimits limits, Refuse refuse) implements Serializable {}

  private final Broadcast<Storage> storage;
  private final PartsFolder folder;
  private final Settings settings;
  private final LongAccumulator done;

  ConvertTask(
      Broadcast<Storage> storage, PartsFolder folder, Settings settings, LongAccumulator done) {
    this.storage = storage;
    this.folder = folder;
    this.settings = settings;
    this.done = done;
  }

  @Override
  public void call(List<Batch> batches) throws IOException {
    Storage files = storage.value();
    try (SourceReader reader = new SourceReader(files)) {
      for (Batch batch : batches) {
        if (!folder.isCommitted(files, batch.number())) {
          try (PartsWriter<BatchReport> writer =
              folder.begin(files, batch.number(), TaskContext.get().taskAttemptId())) {
            writer.commit(new Answers(reader, writer).to(batch));
          }
        }
      }
    }
  }

  /** The answers to the items of a batch. */
  private final class Answers {
    private final SourceReader reader;
    private final PartsWriter<BatchReport> writer;
    private final FileInventory inventory = new FileInventory();
    private final List<Refusal> refused = new ArrayList<>();
    private long produced;
    private long pieces;

    Answers(SourceReader reader, PartsWriter<BatchReport> writer) {
      this.reader = reader;
      this.writer = writer;
    }

    BatchReport to(Batch batch) {
      int answered = 0;
      for (SourceItem item : batch.items()) {
        if (TaskContext.get().isInterrupted()) {
          throw new TaskKilledException();
        }
        if (item instanceof Located located) {
          answer(located.entry());
          done.add(1);
        } else if (item instanceof Refused one) {
          refused.add(one.refusal());
          pieces++;
        } else {
          throw new IllegalArgumentException("not to be found by a task: " + item);
        }
        answered++;
      }
      Tally tally =
          refused.stream().map(Refusal::tally).reduce(new Tally(produced, 0, 0, 0), Tally::plus);
      return new BatchReport(answered, pieces, tally, refused, inventory);
    }

    private void answer(SourceEntry entry) {
      SourceFile source = entry.source();
      byte[] content;
      try {
        content = read(entry);
      } catch (IOException e) {
        pieces++;
        refused.add(
            Refusal.rejected(source.path(), STAGE, "unreadable-file", Storage.reason(e))
                .withId(id(source)));
        return;
      }
      inventory.add(source, content);
      int before = refused.size();
      SourceConverter.convert(
          source, content, settings.limits(), conversion -> answer(source, conversion));
      if (refused.size() > before && settings.refuse() == Refuse.WITH_CONTENT) {
        writer.write(Quarantine.CHANNEL, Quarantine.record(source, content));
      }
    }

    private void answer(SourceFile source, Conversion conversion) {
      pieces++;
      if (conversion.outcome() instanceof Outcome.Produced<byte[]> made) {
        made.values().forEach(sequence -> writer.write(SEQUENCES, sequence));
        produced++;
        return;
      }
      boolean isWhole = conversion.piece().isEmpty();
      refused.add(
          Refusal.of(
                  isWhole ? source.path() : source.path() + ", " + conversion.piece(),
                  STAGE,
                  conversion.outcome())
              .withId(isWhole ? id(source) : conversion.id()));
    }

    private byte[] read(SourceEntry entry) throws IOException {
      for (int attempt = 1; ; attempt++) {
        try {
          return reader.read(entry);
        } catch (FileNotFoundException | AccessControlException e) {
          throw e;
        } catch (IOException e) {
          if (attempt == ATTEMPTS_TO_READ) {
            throw e;
          }
          pause();
        }
      }
    }

    private void pause() {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new TaskKilledException();
      }
    }
  }

  /** The id of the NoteSequence that a file makes. */
  private static String id(SourceFile source) {
    return source.id(SourceFormat.of(source.filename()).orElseThrow().type());
  }
}
