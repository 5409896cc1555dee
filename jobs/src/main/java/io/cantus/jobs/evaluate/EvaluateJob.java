package io.cantus.jobs.evaluate;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.melodies.Content;
import io.cantus.jobs.melodies.Contents;
import io.cantus.jobs.melodies.FoundMelodies;
import io.cantus.jobs.melodies.MelodyFinder;
import io.cantus.jobs.outcome.Reasons;
import io.cantus.jobs.outcome.Tally;
import io.cantus.training.EventMetrics;
import java.util.List;
import java.util.function.Consumer;

/** Scores the melodies of inputs, several files at once; rows come in the order of the inputs. */
final class EvaluateJob {
  /** A file's melodies and their scores. */
  private record Scored(FoundMelodies found, List<EventMetrics> scores) {}

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
    Contents.map(storage, inputs, this::scored, all -> all.forEach(this::report));
    rows.accept(Row.total(melodies, total));
    Tally tally = reasons.tally().plus(new Tally(produced, 0, 0, 0)).of(files);
    return new Result(tally, reasons, melodies, total);
  }

  private List<Scored> scored(Content content) {
    return finder.find(content).stream()
        .map(found -> new Scored(found, found.melodies().stream().map(scorer::score).toList()))
        .toList();
  }

  private void report(Scored scored) {
    FoundMelodies found = scored.found();
    EventMetrics ofFile = scorer.none();
    int number = 0;
    for (EventMetrics score : scored.scores()) {
      rows.accept(Row.ofMelody(found.source(), ++number, score));
      ofFile.merge(score);
    }
    rows.accept(Row.ofFile(found.source(), number, ofFile, found.refusal()));
    found.refusal().ifPresent(reasons::add);
    total.merge(ofFile);
    files++;
    produced += found.refusal().isEmpty() ? 1 : 0;
    melodies += number;
  }
}
