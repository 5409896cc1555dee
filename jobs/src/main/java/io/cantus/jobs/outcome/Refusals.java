package io.cantus.jobs.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    record Line(Refusal.Kind kind, String reason) {}

    Map<Line, Long> counts =
        new TreeMap<>(Comparator.comparing(Line::kind).thenComparing(Line::reason));
    all.forEach(refusal -> counts.merge(new Line(refusal.kind(), refusal.reason()), 1L, Long::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Line, Long>comparingByValue().reversed())
        .map(
            entry ->
                "%8d  %-8s  %s"
                    .formatted(
                        entry.getValue(), entry.getKey().kind().key(), entry.getKey().reason()))
        .toList();
  }

  /**
   * Writes one JSON object a line: source, outcome, stage, reason, detail, and offset and track
   * where known.
   */
  public void writeJsonLines(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (Refusal refusal : all) {
        json.writeStartObject();
        json.writeStringField("source", refusal.source());
        json.writeStringField("outcome", refusal.kind().key());
        json.writeStringField("stage", refusal.stage());
        json.writeStringField("reason", refusal.reason());
        if (refusal.offset() != Refusal.NOWHERE) {
          json.writeNumberField("offset", refusal.offset());
        }
        if (refusal.track() != Refusal.NOWHERE) {
          json.writeNumberField("track", refusal.track());
        }
        json.writeStringField("detail", refusal.detail());
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }
}
