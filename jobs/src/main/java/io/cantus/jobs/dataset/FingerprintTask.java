package io.cantus.jobs.dataset;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.sequence.SequenceColumns;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Finds out what tells the records of a batch of the input apart. */
final class FingerprintTask implements Function<InputBatch, BatchFingerprints> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Storage> storage;
  private final Dedupe dedupe;
  private final LongAccumulator done;

  FingerprintTask(Broadcast<Storage> storage, Dedupe dedupe, LongAccumulator done) {
    this.storage = storage;
    this.dedupe = dedupe;
    this.done = done;
  }

  @Override
  public BatchFingerprints call(InputBatch batch) {
    BatchFingerprints fingerprints = new BatchFingerprints();
    InputRecords.visit(
        storage.value(),
        batch,
        new InputRecords.Visitor() {
          @Override
          public void sequence(byte[] record, SequenceColumns sequence, String source) {
            dedupe
                .fingerprint(record, sequence)
                .ifPresentOrElse(
                    fingerprint -> fingerprints.add(fingerprint, source), fingerprints::addUnique);
          }

          @Override
          public void unreadable(byte[] record, String place, BadInputException why) {
            fingerprints.addUnique();
          }

          @Override
          public void read(TfRecordSplit.Span span) {
            fingerprints.add(span);
          }
        });
    done.add(batch.bytes());
    return fingerprints;
  }
}
