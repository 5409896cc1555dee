package io.cantus.jobs.outcome;

import java.io.Serializable;

/**
 * How many inputs of a stage had which outcome.
 *
 * @param produced made something
 * @param rejected cannot be used, for a reason that lies in the input
 * @param failed met a bug of ours
 * @param skipped were not looked into
 */
public record Tally(long produced, long rejected, long failed, long skipped)
    implements Serializable {
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  /** Counts of both. */
  public Tally plus(Tally other) {
    return new Tally(
        produced + other.produced,
        rejected + other.rejected,
        failed + other.failed,
        skipped + other.skipped);
  }

  /** Number of inputs that have an outcome. */
  public long inputs() {
    return produced + rejected + failed + skipped;
  }

  /**
   * Checks that every input has exactly one outcome.
   *
   * @throws IllegalStateException if not: inputs were lost or counted twice
   */
  public Tally of(long inputs) {
    if (inputs() != inputs) {
      throw new IllegalStateException("%d inputs but outcomes of %s".formatted(inputs, this));
    }
    return this;
  }

  @Override
  public String toString() {
    return "%d produced, %d rejected, %d failed, %d skipped"
        .formatted(produced, rejected, failed, skipped);
  }
}
