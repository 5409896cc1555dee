package io.cantus.jobs.pack;

import io.cantus.jobs.io.Publication.Workplace;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceEntry;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Makes the pack of a number out of its share of all files. */
final class PackTask implements Function<Integer, PackReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Storage> storage;
  private final Broadcast<List<SourceEntry>> files;
  private final int packs;
  private final Workplace workplace;
  private final LongAccumulator done;

  PackTask(
      Broadcast<Storage> storage,
      Broadcast<List<SourceEntry>> files,
      int packs,
      Workplace workplace,
      LongAccumulator done) {
    this.storage = storage;
    this.files = files;
    this.packs = packs;
    this.workplace = workplace;
    this.done = done;
  }

  @Override
  public PackReport call(Integer pack) {
    List<SourceEntry> all = files.value();
    try (PackPart part =
        new PackPart(
            storage.value(),
            workplace.part("pack-%05d".formatted(pack), TaskContext.get().taskAttemptId()))) {
      for (int i = 0; i < all.size(); i++) {
        if (PackPart.packOf(i, packs) == pack) {
          part.add(all.get(i));
          done.add(1);
        }
      }
      return part.finish();
    }
  }
}
