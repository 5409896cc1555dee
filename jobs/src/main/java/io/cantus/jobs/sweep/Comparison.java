package io.cantus.jobs.sweep;

import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.sweep.SweepRun.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * The runs of a sweep beside each other.
 *
 * @param runs all of them in the order of their numbers
 */
record Comparison(Storage storage, Sweep sweep, List<SweepRun> runs) {
  private static final String TABLE = "sweep.tsv";
  private static final String PAGE = "sweep.html";

  /** Reads what the runs have left so far. */
  static Comparison read(Storage storage, Sweep sweep) {
    return new Comparison(
        storage,
        sweep,
        IntStream.range(0, sweep.requests().size())
            .mapToObj(index -> SweepRun.read(storage, sweep, index))
            .toList());
  }

  /** Whether every run has come to its end, good or bad. */
  boolean isComplete() {
    return runs.stream().allMatch(SweepRun::isOver);
  }

  long count(Standing standing) {
    return runs.stream().filter(run -> run.standing() == standing).count();
  }

  /** The runs from the lowest loss to the highest; those without one last. */
  List<SweepRun> ranked() {
    return runs.stream().sorted(Comparator.comparingDouble(SweepRun::loss)).toList();
  }

  /** Writes the table and the page. */
  void write() {
    Path folder = storage.path(sweep.folder());
    Path table = new Path(folder, TABLE);
    Path page = page();
    byte[] html = new SweepPage(this).report().html().getBytes(StandardCharsets.UTF_8);
    List<Path> existing = List.of(table, page).stream().filter(storage::exists).toList();
    try (Publication publication = Publication.open(storage, folder, existing, IfExists.REPLACE)) {
      publication.finish(table, out -> out.write(text().getBytes(StandardCharsets.UTF_8)));
      publication.finish(page, out -> out.write(html));
      publication.publish();
    }
  }

  private Path page() {
    return new Path(storage.path(sweep.folder()), PAGE);
  }

  /** The line that ends the command. */
  String summary() {
    SweepRun best = ranked().get(0);
    String found =
        best.loss() == Double.POSITIVE_INFINITY
            ? "No run of %d has a loss yet".formatted(runs.size())
            : String.format(
                Locale.ROOT,
                "The best of %d runs is %s (%s): loss %.4f, perplexity %.3f",
                runs.size(),
                best.name(),
                best.hparams(),
                best.loss(),
                Math.exp(best.loss()));
    long failed = count(Standing.FAILED);
    return "%s%s; comparison in %s"
        .formatted(
            found, failed == 0 ? "" : "; %d failed".formatted(failed), Storage.shown(page()));
  }

  /** The runs as tab-separated values under a line of names. */
  private String text() {
    StringBuilder text = new StringBuilder(String.join("\t", SweepColumn.names())).append('\n');
    for (SweepRun run : runs) {
      List<String> cells = new ArrayList<>();
      for (SweepColumn column : SweepColumn.values()) {
        cells.add(column.of(run));
      }
      text.append(String.join("\t", cells)).append('\n');
    }
    return text.toString();
  }
}
