package io.cantus.jobs.evaluate;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.melodies.Contents;
import io.cantus.jobs.melodies.FoundMelodies;
import io.cantus.jobs.melodies.MelodyFinder;
import io.cantus.jobs.outcome.Reasons;
import io.cantus.jobs.outcome.Tally;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.melody.Melody;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Scores the melodies of inputs, many at once; rows come in the order of the inputs. */
final class EvaluateJob {
  /**
   * What was done.
   *
   * @param tally of files, tunes and records
   * @param total metrics of all melodies
   */
  record Result(Tally tally, Reasons reasons, long melodies, EventMetrics total) {}

  private final MelodyFinder finder;
  private final MelodyScorer scorer;
  private final Consumer<Row> rows;
  private final Reasons reasons = new Reasons();
  private final EventMetrics total;
  private long files;
  private long produced;
  private long melodies;

  /**
   * @param rows receives every melody, every file, and at last the total
   */
  EvaluateJob(MelodyFinder finder, MelodyScorer scorer, Consumer<Row> rows) {
    this.finder = finder;
    this.scorer = scorer;
    this.rows = rows;
    total = scorer.none();
  }

  /**
   * Scores all inputs.
   *
   * @throws io.cantus.transforms.BadInputException if one is missing, or nothing that is read
   */
  Result run(Storage storage, List<String> inputs) {
    Contents.melodies(storage, inputs, finder, this::score);
    rows.accept(Row.total(melodies, total));
    Tally tally = reasons.tally().plus(new Tally(produced, 0, 0, 0)).of(files);
    return new Result(tally, reasons, melodies, total);
  }

  private void score(List<FoundMelodies> batch) {
    List<Melody> all = batch.stream().flatMap(found -> found.melodies().stream()).toList();
    Iterator<EventMetrics> scores = scorer.score(all).iterator();
    batch.forEach(found -> report(found, scores));
  }

  /** Takes as many scores as there are melodies. */
  private void report(FoundMelodies found, Iterator<EventMetrics> scores) {
    EventMetrics ofFile = scorer.none();
    int count = found.melodies().size();
    for (int number = 1; number <= count; number++) {
      EventMetrics score = scores.next();
      rows.accept(Row.ofMelody(found.source(), number, score));
      ofFile.merge(score);
    }
    rows.accept(Row.ofFile(found.source(), count, ofFile, found.refusal()));
    found.refusal().ifPresent(reasons::add);
    total.merge(ofFile);
    files++;
    produced += found.refusal().isEmpty() ? 1 : 0;
    melodies += count;
  }
}
