package io.cantus.jobs.convert;

import io.cantus.jobs.source.SourceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of items into batches. The first batches hold one file each and later ones twice as
 * much again and again, up to a size that keeps tasks short: so the shards, which take batches in
 * turn, are of about equal size however few files there are.
 */
final class BatchCutter {
  /** What opening a file costs, in bytes read; also what the first batches cost. */
  private static final long COST_OF_A_FILE = 1 << 14;

  private static final long COST_OF_A_REFUSAL = 1 << 8;

  /** After so many doublings a batch costs 4 MiB; its part has about three times as many bytes. */
  private static final int DOUBLINGS = 8;

  private final int shards;
  private int number;
  private List<SourceItem> items = new ArrayList<>();
  private long cost;

  BatchCutter(int shards) {
    this.shards = shards;
  }

  /** The number of the batch that is being filled: so many are cut. */
  int number() {
    return number;
  }

  /** Adds a file of this size; returns the batch if it is full. */
  Optional<Batch> addFile(SourceItem file, long bytes) {
    return add(file, COST_OF_A_FILE + bytes);
  }

  /** Adds what is no file to read; returns the batch if it is full. */
  Optional<Batch> addRefused(SourceItem.Refused refused) {
    return add(refused, COST_OF_A_REFUSAL);
  }

  private Optional<Batch> add(SourceItem item, long itemCost) {
    items.add(item);
    cost += itemCost;
    return cost < COST_OF_A_FILE << Math.min(number / shards, DOUBLINGS)
        ? Optional.empty()
        : rest();
  }

  /** The batch as far as it is filled, if it is at all. */
  Optional<Batch> rest() {
    if (items.isEmpty()) {
      return Optional.empty();
    }
    Batch batch = new Batch(number++, items, cost);
    items = new ArrayList<>();
    cost = 0;
    return Optional.of(batch);
  }
}
