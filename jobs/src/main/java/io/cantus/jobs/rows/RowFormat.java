package io.cantus.jobs.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How rows are written: each a map from all columns' names, in order, to text, whole numbers and
 * numbers in full. What is null or no finite number is empty or left out.
 */
public enum RowFormat {
  /** Columns between tabs, their names in the first line. */
  TSV {
    @Override
    public String header(List<String> columns) {
      return String.join("\t", columns) + "\n";
    }

    @Override
    public String line(Map<String, ?> row) {
      return String.join(
              "\t",
              row.values().stream()
                  .map(
                      value ->
                          isThere(value) ? CONTROL.matcher(value.toString()).replaceAll(" ") : "")
                  .toList())
          + "\n";
    }
  },

  /** An object a line. */
  JSON_LINES {
    @Override
    public String header(List<String> columns) {
      return "";
    }

    @Override
    public String line(Map<String, ?> row) {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
        json.writeStartObject();
        for (Map.Entry<String, ?> cell : row.entrySet()) {
          if (isThere(cell.getValue())) {
            json.writeFieldName(cell.getKey());
            writeValue(json, cell.getValue());
          }
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return line + "\n";
    }
  };

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  /** What stands above all rows, with its end. */
  public abstract String header(List<String> columns);

  /** A row, with its end. */
  public abstract String line(Map<String, ?> row);

  /**
   * The format that a file's name ends in.
   *
   * @param option that named the file
   * @throws UsageException if it is none
   */
  public static RowFormat of(String option, String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tsv")) {
      return TSV;
    }
    if (name.endsWith(".jsonl")) {
      return JSON_LINES;
    }
    throw new UsageException(
        "%s is '%s' but must end in .tsv (columns) or .jsonl (JSON lines)".formatted(option, file));
  }

  private static boolean isThere(Object value) {
    return value instanceof Double number ? Double.isFinite(number) : value != null;
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }
}
