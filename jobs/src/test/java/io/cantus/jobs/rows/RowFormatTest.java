package io.cantus.jobs.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowFormatTest {
  private final Map<String, Object> row = new LinkedHashMap<>();

  private Map<String, Object> row(Object... values) {
    for (int i = 0; i < values.length; i++) {
      row.put("abcde".substring(i, i + 1), values[i]);
    }
    return row;
  }

  @Test
  void aRowIsALineWhateverItsTextHolds() {
    row("x\ty\n\"z\"", 3L, 0.1);
    assertThat(RowFormat.TSV.header(List.of("a", "b", "c"))).isEqualTo("a\tb\tc\n");
    assertThat(RowFormat.TSV.line(row)).isEqualTo("x y \"z\"\t3\t0.1\n");
    assertThat(RowFormat.JSON_LINES.header(List.of("a", "b", "c"))).isEmpty();
    assertThat(RowFormat.JSON_LINES.line(row))
        .isEqualTo("{\"a\":\"x\\ty\\n\\\"z\\\"\",\"b\":3,\"c\":0.1}\n");
  }

  @Test
  void whatIsNotKnownIsEmptyOrLeftOut() {
    row(null, Double.NaN, 1L, Double.POSITIVE_INFINITY);
    assertThat(RowFormat.TSV.line(row)).isEqualTo("\t\t1\t\n");
    assertThat(RowFormat.JSON_LINES.line(row)).isEqualTo("{\"c\":1}\n");
  }

  @Test
  void theNameSaysTheFormat() {
    assertThat(RowFormat.of("--output_file", "hdfs://h/x.TSV")).isEqualTo(RowFormat.TSV);
    assertThat(RowFormat.of("--output_file", "x.jsonl")).isEqualTo(RowFormat.JSON_LINES);
    assertThatThrownBy(() -> RowFormat.of("--output_file", "x.csv"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--output_file is 'x.csv'");
  }
}
