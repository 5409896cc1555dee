package io.cantus.jobs.outcome;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The refusals of a run or of a part of it. */
public record Refusals(List<Refusal> all) implements Serializable {
  public Refusals {
    all = List.copyOf(all);
  }

  /** All of these, in order. */
  public static Refusals concat(Refusals first, List<Refusals> more) {
    List<Refusal> all = new ArrayList<>(first.all);
    more.forEach(refusals -> all.addAll(refusals.all));
    return new Refusals(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The refusals, counted by outcome. */
  public Tally tally() {
    return all.stream().map(Refusal::tally).reduce(Tally.NONE, Tally::plus);
  }

  /** A table of outcomes and reasons with their counts, the most frequent first; empty if none. */
  public List<String> table() {
    Reasons reasons = new Reasons();
    all.forEach(reasons::add);
    return reasons.table();
  }

  /** Writes them as {@link RefusalsFile} does. */
  public void writeJsonLines(OutputStream out) throws IOException {
    try (RefusalsFile file = new RefusalsFile(out)) {
      for (Refusal refusal : all) {
        file.write(refusal);
      }
    }
  }
}
