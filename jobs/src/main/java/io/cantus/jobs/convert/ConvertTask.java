package io.cantus.jobs.convert;

import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.Publication.Workplace;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Converts the files of a batch into one part. */
final class ConvertTask implements Function<Batch, BatchReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Storage> storage;
  private final Workplace workplace;
  private final String collection;
  private final LongAccumulator done;

  ConvertTask(
      Broadcast<Storage> storage, Workplace workplace, String collection, LongAccumulator done) {
    this.storage = storage;
    this.workplace = workplace;
    this.collection = collection;
    this.done = done;
  }

  @Override
  public BatchReport call(Batch batch) {
    Path part =
        workplace.part("part-%05d".formatted(batch.number()), TaskContext.get().taskAttemptId());
    List<Refusal> refused = new ArrayList<>();
    long produced = 0;
    long records;
    try (TfRecordFileWriter writer = TfRecordFileWriter.create(storage.value(), part)) {
      for (Entry file : batch.files()) {
        Outcome<byte[]> outcome = convert(file);
        if (outcome instanceof Outcome.Produced<byte[]> made) {
          made.values().forEach(writer::write);
          produced++;
        } else {
          refused.add(Refusal.of(file.name(), ConversionSources.STAGE, outcome));
        }
      }
      records = writer.records();
    }
    done.add(batch.files().size());
    return new BatchReport(
        batch.shard(), Storage.location(part), records, produced, new Refusals(refused));
  }

  private Outcome<byte[]> convert(Entry file) {
    byte[] midi;
    try {
      midi = storage.value().read(file.path(), file.bytes());
    } catch (IOException e) {
      return Outcome.rejected(Rejection.of("unreadable-file", Storage.reason(e)));
    }
    return MidiConverter.convertToRecord(
        new SourceFile(collection, file.name()), midi, ConversionLimits.DEFAULTS);
  }
}
