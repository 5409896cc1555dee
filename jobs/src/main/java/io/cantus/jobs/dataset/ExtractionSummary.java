package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.outcome.Reasons;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.parts.Committed;
import io.cantus.transforms.dataset.DatasetProfile;
import io.cantus.transforms.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What was made of all batches, without what would grow with the input but for a little. */
final class ExtractionSummary {
  /** Refusals that are shown and kept in memory; the file of rejects has all. */
  private static final int SHOWN = 200;

  private final List<TfRecordSplit.Span> spans = new ArrayList<>();
  private final List<String> digests = new ArrayList<>();
  private final Reasons reasons = new Reasons();
  private final List<Refusal> refused = new ArrayList<>();
  private final List<Refusal> failed = new ArrayList<>();
  private final Statistics statistics = new Statistics();
  private final DatasetProfile profile = new DatasetProfile();
  private List<Sample> samples = List.of();
  private long inputs;
  private long produced;
  private long examples;

  private ExtractionSummary() {}

  static ExtractionSummary of(Iterable<Committed<ExtractionReport>> batches) {
    ExtractionSummary summary = new ExtractionSummary();
    batches.forEach(batch -> summary.add(batch.report()));
    return summary;
  }

  private void add(ExtractionReport report) {
    spans.addAll(report.spans());
    digests.add(report.sha256());
    inputs += report.inputs();
    produced += report.produced();
    examples += report.examples();
    for (Refusal refusal : report.refused().all()) {
      reasons.add(refusal);
      keep(refusal, refused);
      if (refusal.kind() == Refusal.Kind.FAILED) {
        keep(refusal, failed);
      }
    }
    statistics.merge(report.statistics());
    profile.merge(report.profile());
    samples = Sample.drawn(Stream.concat(samples.stream(), report.samples().stream()));
  }

  private static void keep(Refusal refusal, List<Refusal> list) {
    if (list.size() < SHOWN) {
      list.add(refusal);
    }
  }

  List<TfRecordSplit.Span> spans() {
    return spans;
  }

  /** Of each batch, the digest of its records. */
  List<String> digests() {
    return digests;
  }

  /**
   * Outcomes of all records.
   *
   * @param written examples in the output
   * @throws IllegalStateException if a record or an example was lost or counted twice
   */
  Tally tally(long written) {
    if (written != examples) {
      throw new IllegalStateException(
          "%d examples were made but %d are written".formatted(examples, written));
    }
    return reasons.tally().plus(new Tally(produced, 0, 0, 0)).of(inputs);
  }

  Reasons reasons() {
    return reasons;
  }

  /** The first that were refused. */
  Refusals refused() {
    return new Refusals(refused);
  }

  /** The first that met a bug. */
  List<Refusal> failed() {
    return failed;
  }

  Statistics statistics() {
    return statistics;
  }

  DatasetProfile profile() {
    return profile;
  }

  List<Sample> samples() {
    return samples;
  }
}
