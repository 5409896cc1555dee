package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rejection;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.tempo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a score can be refused, with its reason and its place. */
final class MusicXmlRejectionTest {

  private static String attributes(String content) {
    return score("<attributes>" + content + "</attributes>");
  }

  static Stream<Arguments> malformedScores() {
    return Stream.of(
        arguments("an empty file", "", "malformed-xml"),
        arguments("no XML", "MThd", "malformed-xml"),
        arguments(
            "an element that does not end", score(rest(1)).replace("</note>", ""), "malformed-xml"),
        arguments("a file cut off", score(rest(1)).substring(0, 40), "malformed-xml"),
        arguments("two roots", score(rest(1)) + score(rest(1)), "malformed-xml"),
        arguments("an unknown entity", score("&sharp;"), "malformed-xml"),
        arguments(
            "an unknown encoding",
            "<?xml version='1.0' encoding='klingon'?>" + score(rest(1)),
            "unknown-encoding"),
        arguments("another format", "<svg/>", "no-score"),
        arguments("a list of scores", "<opus/>", "list-of-scores"),
        arguments(
            "a duration of letters", score(note("C4", 1).replace(">1<", ">long<")), "not-a-number"),
        arguments("no duration", score(note("C4", 1).replace(">1<", "><")), "not-a-number"),
        arguments(
            "a duration of forty digits",
            score(note("C4", 1).replace(">1<", ">" + "9".repeat(40) + "<")),
            "not-a-number"),
        arguments("a negative duration", score(note("C4", -1)), "negative-duration"),
        arguments("no divisions", attributes("<divisions>0</divisions>"), "divisions-not-positive"),
        arguments(
            "negative divisions",
            attributes("<divisions>-4</divisions>"),
            "divisions-not-positive"),
        arguments("a note on H", score(note("H4", 1)), "unknown-pitch-step"),
        arguments(
            "a note on nothing",
            score("<note><duration>1</duration></note>"),
            "unknown-pitch-step"),
        arguments("a note too high", score(note("A9", 1)), "pitch-out-of-range"),
        arguments(
            "a note too low",
            score(note("C4", 1).replace("<octave>4", "<octave>-2")),
            "pitch-out-of-range"),
        arguments(
            "an octave beyond all measure",
            score(note("C4", 1).replace("<octave>4", "<octave>2147483647")),
            "pitch-out-of-range"),
        arguments("a chord without a note", score(note("C4", 1, "<chord/>")), "chord-without-note"),
        arguments(
            "a chord that begins in the measure before",
            score(note("C4", 1), note("E4", 1, "<chord/>")),
            "chord-without-note"),
        arguments(
            "a tuplet of none",
            score(
                note(
                    "C4",
                    1,
                    "<type>half</type><time-modification><actual-notes>0</actual-notes></time-modification>")),
            "number-out-of-range"),
        arguments(
            "a hundred dots",
            score(note("C4", 1, "<type>half</type>" + "<dot/>".repeat(100))),
            "number-out-of-range"),
        arguments(
            "forty dots",
            score(note("C4", 1, "<type>half</type>" + "<dot/>".repeat(40))),
            "number-out-of-range"),
        arguments(
            "divisions with no common multiple",
            score(
                Stream.of("999999937", "999999929", "999999893")
                    .map(
                        prime ->
                            "<attributes><divisions>"
                                + prime
                                + "</divisions></attributes>"
                                + rest(1))
                    .reduce("", String::concat)),
            "number-out-of-range"),
        arguments(
            "a key of too many fifths",
            attributes("<key><fifths>101</fifths></key>"),
            "key-out-of-range"),
        arguments(
            "a transposition by 1000",
            attributes("<transpose><chromatic>1000</chromatic></transpose>"),
            "transposition-out-of-range"),
        arguments("a negative tempo", score(tempo(-1)), "negative-tempo"),
        arguments("a tempo of letters", score("<sound tempo='allegro'/>"), "not-a-number"),
        arguments("a loudness of letters", score("<sound dynamics='forte'/>"), "not-a-number"),
        arguments("years of music", score(rest(1_999_999), rest(1_999_999)), "too-long"),
        arguments(
            "a tempo that never ends",
            score("<sound tempo='0.00000000000000000000000000000000001'/>" + rest(1)),
            "too-long"),
        arguments(
            "a part that skips a measure",
            "<score-timewise><measure number='1'/><measure number='2'><part id='P1'/></measure></score-timewise>",
            "parts-do-not-meet"),
        arguments(
            "a part that comes twice",
            "<score-timewise><measure number='1'><part id='P1'/><part id='P1'/></measure></score-timewise>",
            "parts-do-not-meet"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedScores")
  void refuses(String name, String xml, String reason) {
    Rejection rejection = rejection(xml);

    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.detail()).hasSizeBetween(10, 200).doesNotContain("\n");
  }

  @Test
  void tellsThePlace() {
    assertThat(rejection(score(rest(1), rest(1) + "\n" + note("X4", 1))).toString())
        .isEqualTo(
            "unknown-pitch-step: a note on step \"X\","
                + " in measure \"2\" of part \"P1\", line 2, column 83");
    assertThat(rejection(score(rest(1), rest(1_999_999), rest(1_999_999))).toString())
        .isEqualTo("too-long: more than 1000000.0 seconds, up to measure \"3\" of part \"P1\"");
  }

  @Test
  void tellsTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      // German words of the JDK's parser, Arabic digits.
      for (String language : List.of("en", "de", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(rejection("<score-partwise>").toString())
            .isEqualTo("malformed-xml: not well-formed, in line 1, column 17");
        assertThat(rejection(score(note("H4", 1))).detail()).endsWith("line 1, column 133");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shortensWhatItQuotes() {
    assertThat(rejection("<" + "a".repeat(900) + "/>").detail())
        .startsWith("the root element is \"aaaa")
        .hasSizeLessThan(100);
  }

  @Test
  void refusesBytesThatItsEncodingDoesNotHave() {
    byte[] xml = score(rest(1)).getBytes(UTF_8);
    xml[20] = (byte) 0xff;

    assertThat(rejection(xml).reason()).isEqualTo("malformed-xml");
  }

  @Test
  void keepsToTheLimits() {
    byte[] xml = score(note("C4", 1) + note("D4", 1) + note("E4", 1)).getBytes(UTF_8);

    assertThat(rejection(xml, new ConversionLimits(xml.length - 1, 1, 3, 9, 999)).reason())
        .isEqualTo("file-too-large");
    assertThat(rejection(xml, new ConversionLimits(xml.length, 1, 2, 9, 999)).reason())
        .isEqualTo("too-many-notes");
    assertThat(rejection(xml, new ConversionLimits(xml.length, 1, 3, 1.4, 999)).reason())
        .isEqualTo("too-long");
    assertThat(rejection(xml, new ConversionLimits(xml.length, 1, 3, 1.5, 99)).reason())
        .isEqualTo("sequence-too-large");
  }

  @Test
  void countsTheNamesOfAllParts() {
    String name = "<part-name>" + "x".repeat(5_000) + "</part-name>";
    String xml =
        "<score-partwise><part-list><score-part id='P'>"
            + name
            + "</score-part></part-list>"
            + part("P").repeat(300)
            + "</score-partwise>";

    assertThat(
            rejection(xml.getBytes(UTF_8), new ConversionLimits(1 << 20, 1, 1, 1, 1 << 20))
                .reason())
        .isEqualTo("too-many-parts");
  }
}
