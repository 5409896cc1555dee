package io.cantus.jobs.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** How lines are written to a file; numbers in full, and empty or left out where there are none. */
enum RowFormat {
  /** Columns between tabs, their names in the first line. */
  TSV {
    @Override
    String header() {
      return String.join("\t", COLUMNS) + "\n";
    }

    @Override
    String line(Row row) {
      boolean scored = row.metrics().steps() > 0;
      return String.join(
          "\t",
          row.level().key(),
          clean(row.source()),
          row.melody() == 0 ? "" : Integer.toString(row.melody()),
          Long.toString(row.melodies()),
          Long.toString(row.metrics().steps()),
          scored ? Double.toString(row.metrics().logLikelihood()) : "",
          scored ? Double.toString(row.metrics().perplexity()) : "",
          scored ? Double.toString(row.metrics().accuracy()) : "",
          row.refusal().map(Refusal::reason).orElse(""),
          row.refusal().map(refusal -> clean(refusal.detail())).orElse(""));
    }
  },

  /** An object a line. */
  JSON_LINES {
    @Override
    String header() {
      return "";
    }

    @Override
    String line(Row row) {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
        json.writeStartObject();
        json.writeStringField("level", row.level().key());
        if (row.level() != Row.Level.TOTAL) {
          json.writeStringField("source", row.source());
        }
        if (row.melody() != 0) {
          json.writeNumberField("melody", row.melody());
        }
        json.writeNumberField("melodies", row.melodies());
        json.writeNumberField("events", row.metrics().steps());
        if (row.metrics().steps() > 0) {
          writeMetrics(json, row.metrics());
        }
        if (row.refusal().isPresent()) {
          json.writeStringField("reason", row.refusal().get().reason());
          json.writeStringField("message", row.refusal().get().detail());
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return line.toString();
    }
  };

  private static final List<String> COLUMNS =
      List.of(
          "level",
          "source",
          "melody",
          "melodies",
          "events",
          "log_likelihood",
          "perplexity",
          "accuracy",
          "reason",
          "message");

  /** What stands above all lines, with its end; empty for nothing. */
  abstract String header();

  abstract String line(Row row);

  /**
   * The format that a file's name ends in.
   *
   * @throws UsageException if it is none
   */
  static RowFormat of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tsv")) {
      return TSV;
    }
    if (name.endsWith(".jsonl")) {
      return JSON_LINES;
    }
    throw new UsageException(
        "--output_file is '%s' but must end in .tsv (columns) or .jsonl (JSON lines)"
            .formatted(file));
  }

  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static void writeMetrics(JsonGenerator json, EventMetrics metrics) throws IOException {
    json.writeNumberField("log_likelihood", metrics.logLikelihood());
    json.writeNumberField("perplexity", metrics.perplexity());
    json.writeNumberField("accuracy", metrics.accuracy());
  }
}
