package io.cantus.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.report.ColumnChart.Bar;
import io.cantus.jobs.report.Funnel.Amount;
import io.cantus.jobs.report.Funnel.Stage;
import io.cantus.jobs.report.LineChart.Axis;
import io.cantus.jobs.report.LineChart.Point;
import io.cantus.jobs.report.LineChart.Series;
import io.cantus.jobs.report.PairedColumns.Pair;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.statistics.Histogram;
import io.cantus.transforms.statistics.Statistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static final String NASTY = "</script><!--<b>\"it's\" & {{title}} $1 \\ 🎵";
  private static final String NASTY_ESCAPED =
      "&lt;/script&gt;&lt;!--&lt;b&gt;&quot;it&#39;s&quot; &amp; {{title}} $1 \\ 🎵";
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);

  @Test
  void everyPartOfTheModelIsInThePage() {
    String page = report("a melody").html();

    assertThat(page)
        .contains("<title>Demo</title>", "<h1>Demo</h1>", "From 46 files to one melody.")
        .contains("<a href=\"#section-1\">What went in</a>", "<section id=\"section-1\"")
        .contains("Convert", "46 files", "44 NoteSequences")
        .contains("data-byte-over-127", "12,345", "is 0xC8")
        .contains("melodies_truncated", "1,530", "lengths_in_bars", "10 to 19", "40 and more")
        .contains("training <b>0.7500 nats</b> at step 20")
        .contains("a melody", "temperature 1.0", "2 notes, 2.0 seconds")
        .contains("<dt>Java</dt><dd>17.0.9</dd>", "<h3>Versions</h3>");
  }

  @Test
  void thePageLoadsNothing() {
    String page = report("a melody").html();

    assertThat(page)
        .contains("content=\"default-src 'none';")
        .doesNotContain("://", "@import", "url(", "src=", "fetch(", "XMLHttpRequest");
    assertThat(page.split("href=", -1))
        .as("links: the empty icon, one to each section, one to the MIDI file")
        .hasSize(1 + 1 + 4 + 1);
  }

  @Test
  void theSameReportGivesTheSamePage() {
    assertThat(report(NASTY).html()).isEqualTo(report(NASTY).html());
  }

  @Test
  void noTextCanBecomeMarkup() throws JsonProcessingException {
    List<Block> blocks =
        List.of(
            new Figures(List.of(new Fact(NASTY, NASTY))),
            new Table(NASTY, List.of(new Column(NASTY, Kind.CODE)), rows(NASTY), NASTY),
            new Table(NASTY, List.of(), List.of(), NASTY),
            new LineChart(
                NASTY,
                new Axis(NASTY, NASTY),
                new Axis(NASTY, NASTY),
                List.of(new Series(NASTY, List.of(new Point(0, 1))))),
            new SideBySide(
                List.of(
                    new ColumnChart(NASTY, NASTY, NASTY, List.of(new Bar(NASTY, 1))),
                    new PairedColumns(
                        NASTY, NASTY, NASTY, NASTY, List.of(new Pair(NASTY, 0.5, 1))))),
            new Verbatim(NASTY, NASTY),
            new PianoRoll(NASTY, NASTY, melody(), ""),
            new PianoRoll(NASTY, NASTY, melody(), "x/" + NASTY));
    Facts foot = new Facts(NASTY, List.of(new Fact(NASTY, NASTY)));
    String page =
        new RunReport(NASTY, NASTY, List.of(new Section(NASTY, NASTY, blocks)), List.of(foot))
            .html();

    assertThat(page).contains(NASTY_ESCAPED).doesNotContain(NASTY, "<!--", "<b>\"it");
    assertThat(count(page, "</script>"))
        .as("script elements: one for each drawing and the page's own")
        .isEqualTo(4);
    for (JsonNode data : data(page)) {
      assertThat(data.get("title").textValue()).isEqualTo(NASTY);
    }
  }

  @Test
  void controlCharactersAreReplaced() {
    assertThat(Html.text("a\0b\u001Bc\nd").markup()).isEqualTo("a\uFFFDb\uFFFDc\nd");
  }

  @Test
  void aLinkStaysRelativeWhateverTheFileIsCalled() {
    PianoRoll roll = new PianoRoll("t", "", melody(), "javascript:alert(1)/<ü>?#%.mid");

    assertThat(roll.html().markup())
        .contains("href=\"javascript%3Aalert%281%29/%3C%C3%BC%3E%3F%23%25.mid\"");
    assertThatThrownBy(() -> new PianoRoll("t", "", melody(), "//elsewhere/x.mid"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("//elsewhere/x.mid");
  }

  @Test
  void aPianoRollCarriesNotesInOrderOfTimeWithTheirVoices() throws JsonProcessingException {
    NoteSequence.Builder sequence = NoteSequence.newBuilder();
    sequence
        .addNotesBuilder()
        .setPitch(36)
        .setVelocity(90)
        .setStartTime(1)
        .setEndTime(1.5)
        .setInstrument(9)
        .setIsDrum(true);
    sequence.addNotesBuilder().setPitch(64).setVelocity(80).setStartTime(0.1 + 0.2).setEndTime(3);
    JsonNode data = data(new PianoRoll("t", "", sequence.build(), "t.mid").html().markup()).get(0);

    assertThat(data.get("notes").toString()).isEqualTo("[[0.3,3.0,64,80,0],[1.0,1.5,36,90,1]]");
    assertThat(data.get("drums").toString()).isEqualTo("[false,true]");
    assertThat(data.get("bars").toString()).isEqualTo("[0.0,2.0]");
    assertThat(data.get("seconds").doubleValue()).isEqualTo(3);
  }

  @Test
  void aCurveIsBrokenWhereItsValueIsNotFinite() throws JsonProcessingException {
    Series series =
        new Series("loss", List.of(new Point(0, 2), new Point(1, 1), new Point(2, Double.NaN)));
    String markup =
        new LineChart("t", new Axis("step", ""), new Axis("loss", ""), List.of(series))
            .html()
            .markup();

    assertThat(markup).contains("loss <b>1.000</b> at step 1");
    assertThat(data(markup).get(0).at("/series/0/points").toString())
        .isEqualTo("[[0.0,2.0],[1.0,1.0],[2.0,null]]");
  }

  @Test
  void aLongCurveIsThinnedButKeepsItsEndsAndItsSpike() throws JsonProcessingException {
    List<Point> points = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      points.add(new Point(step, step == 12_345 ? 99 : 1 + step % 3));
    }
    LineChart chart =
        new LineChart(
            "t", new Axis("step", ""), new Axis("loss", ""), List.of(new Series("s", points)));
    JsonNode drawn = data(chart.html().markup()).get(0).at("/series/0/points");

    assertThat(drawn.size()).isBetween(500, 1_002);
    assertThat(drawn.get(0).get(0).doubleValue()).isEqualTo(0);
    assertThat(drawn.get(drawn.size() - 1).get(0).doubleValue()).isEqualTo(19_999);
    assertThat(drawn.toString()).contains("[12345.0,99.0]");
  }

  @Test
  void columnsAreAsHighAsTheirShareOfTheHighest() {
    ColumnChart chart =
        new ColumnChart(
            "Lengths",
            "",
            "melodies",
            List.of(new Bar("7", 1_000), new Bar("8", 250), new Bar("9", 0)));

    assertThat(chart.html().markup())
        .contains("1,000 melodies</p>")
        .contains("<li title=\"7: 1,000 melodies\"><i style=\"height:100.0%\"></i></li>")
        .contains("<li title=\"8: 250 melodies\"><i style=\"height:25.0%\"></i></li>")
        .contains("<li title=\"9: 0 melodies\"><i style=\"height:0.0%\"></i></li>");
  }

  @Test
  void pairedColumnsAreAsHighAsTheirShareOfTheHighestOfBoth() {
    PairedColumns chart =
        new PairedColumns(
            "Pitches", "", "made", "real", List.of(new Pair("C", 0.2, 0.4), new Pair("D", 0.8, 0)));

    assertThat(chart.html().markup())
        .contains("80.0 %</p>")
        .contains(
            "<li title=\"C: made 20.0 %, real 40.0 %\"><i style=\"height:25.0%\"></i><i"
                + " style=\"height:50.0%\"></i></li>")
        .contains(
            "<li title=\"D: made 80.0 %, real 0.0 %\"><i style=\"height:100.0%\"></i><i"
                + " style=\"height:0.0%\"></i></li>");
  }

  @Test
  void manyColumnsShareLabels() {
    List<Bar> bars = new ArrayList<>();
    for (int pitch = 0; pitch < 128; pitch++) {
      bars.add(new Bar("p" + pitch, pitch));
    }
    String markup = new ColumnChart("Pitches", "", "notes", bars).html().markup();

    assertThat(count(markup, "<li ")).isEqualTo(128);
    assertThat(count(markup, "<span ")).isBetween(6, 9);
    assertThat(markup).contains("<span style=\"flex:15\">p15</span>");
  }

  @Test
  void manyRejectsAreCountedByReasonAndTheFirstShown() {
    Refusal early = Refusal.rejected("early.mid", "convert", "common", "d");
    List<Block> blocks =
        new Rejects(
                new TreeMap<>(Map.of("a-rare-one", 1L, "common", 300L)),
                new Refusals(Collections.nCopies(200, early)))
            .blocks();
    Table reasons = (Table) blocks.get(0);
    Table inputs = (Table) blocks.get(1);

    assertThat(reasons.rows())
        .containsExactly(
            List.of(Cell.text("common"), Cell.count(300)),
            List.of(Cell.text("a-rare-one"), Cell.count(1)));
    assertThat(inputs.caption()).isEqualTo("The first 200 of 301 rejected");
    assertThat(inputs.rows()).hasSize(200);
  }

  @Test
  void nothingRejectedIsOneSentence() {
    assertThat(Rejects.of(new Refusals(List.of())).blocks())
        .singleElement()
        .satisfies(
            block ->
                assertThat(block.html().markup())
                    .isEqualTo("<p class=\"none\">Nothing was rejected.</p>"));
  }

  @Test
  void aTableRefusesARowOfAnotherLength() {
    assertThatThrownBy(() -> new Table("c", List.of(), rows("x"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a row of 1 cells in a table of 0 columns");
  }

  private static RunReport report(String melodyTitle) {
    Funnel funnel =
        new Funnel(
            List.of(
                new Stage(
                    "Convert", "files", new Tally(44, 2, 0, 0), new Amount(44, "NoteSequences"))));
    Rejection place =
        new Rejection(
            "data-byte-over-127",
            "a data byte is 0xC8",
            OptionalLong.of(12_345),
            OptionalInt.of(2));
    Statistics statistics = new Statistics();
    statistics.count("melodies_truncated", 1_530);
    Histogram lengths = Histogram.withLowerBounds(1, 10, 20, 40);
    lengths.add(12);
    lengths.add(77);
    statistics.count("lengths_in_bars", lengths);
    LineChart loss =
        new LineChart(
            "Loss",
            new Axis("step", ""),
            new Axis("loss", "nats"),
            List.of(new Series("training", List.of(new Point(10, 1.5), new Point(20, 0.75)))));
    List<Block> wentIn = new ArrayList<>(List.of(funnel.table()));
    wentIn.addAll(
        Rejects.of(new Refusals(List.of(Refusal.rejected("b.mid", "convert", place)))).blocks());
    return new RunReport(
        "Demo",
        "From 46 files to one melody.",
        List.of(
            new Section("What went in", "", wentIn),
            new Section("Data set", "", StatisticsTables.of(statistics)),
            new Section("Training", "", List.of(loss)),
            new Section(
                "Melodies",
                "",
                List.of(new PianoRoll(melodyTitle, "temperature 1.0", melody(), "m/1.mid")))),
        List.of(new Facts("Versions", List.of(new Fact("Java", "17.0.9")))));
  }

  private static NoteSequence melody() {
    NoteSequence.Builder melody = NoteSequence.newBuilder().setTotalTime(2);
    melody.addNotesBuilder().setPitch(60).setVelocity(100).setStartTime(0).setEndTime(1);
    melody.addNotesBuilder().setPitch(62).setVelocity(100).setStartTime(1).setEndTime(2);
    return melody.build();
  }

  private static List<List<Cell>> rows(String text) {
    return List.of(List.of(Cell.text(text)));
  }

  private static List<JsonNode> data(String markup) throws JsonProcessingException {
    List<JsonNode> all = new ArrayList<>();
    Matcher matcher = DATA.matcher(markup);
    while (matcher.find()) {
      all.add(new ObjectMapper().readTree(matcher.group(1)));
    }
    assertThat(all).as("data of drawings").isNotEmpty();
    return all;
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
