package io.cantus.transforms.musicxml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.fuzz.ZipFiles;
import io.cantus.transforms.source.ConversionLimits;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scores of the largest size that is taken, each made to fill memory in its own way. The program
 * converts one after another, zipped too; {@link HostileScoreTest} runs it in a small heap.
 *
 * @param reason why the score is rejected; empty if it is converted
 */
record HostileScore(String name, String reason, Supplier<byte[]> xml) {
  private static final int SIZE = (int) ConversionLimits.DEFAULTS.maxFileBytes();
  private static final String START =
      "<score-partwise><part id='P'><measure><attributes><divisions>1</divisions></attributes>";
  private static final String END = "</measure></part></score-partwise>";
  private static final String PITCH = "<pitch><step>C</step><octave>4</octave></pitch>";
  private static final String NOTE = "<note>" + PITCH + "<duration>1</duration></note>";

  static final List<HostileScore> ALL =
      List.of(
          filled("notes", "", NOTE, ""),
          filled("rests", "", "<note><rest/><duration>1</duration></note>", ""),
          filled("chords", NOTE, NOTE.replace("<note>", "<note><chord/>"), ""),
          filled("ties", "", NOTE.replace("</note>", "<tie type='start'/></note>"), ""),
          filled("grace notes", "", "<note><grace/>" + PITCH + "</note>", ""),
          filled(
              "chord symbols",
              "",
              "<harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>",
              ""),
          filled("tempos", NOTE, "<sound tempo='99'/>" + NOTE, ""),
          filled("keys", "", "<attributes><key><fifths>1</fifths></key></attributes>", ""),
          filled("measures", "", "</measure><measure>", ""),
          filled("elements that say nothing", "", "<a/>", ""),
          tooLong("a text", "<words>", "a", "</words>"),
          tooLong("an attribute", "<a b='", "a", "'/>"),
          tooLong("a comment", "<!--", "<a>", "-->"),
          tooLong("an instruction", "<?a ", "<a>", "?>"),
          tooLong("a text of signs", "<words><![CDATA[", "<a>", "]]></words>"),
          new HostileScore(
              "a document type",
              "markup-too-long",
              () -> bytes("<!DOCTYPE a [", "<a>", "]>" + START + END)));

  private static HostileScore filled(String name, String first, String repeated, String last) {
    return new HostileScore(name, "", () -> bytes(START + first, repeated, last + END));
  }

  private static HostileScore tooLong(String name, String first, String repeated, String last) {
    return new HostileScore(
        name, "markup-too-long", () -> bytes(START + first, repeated, last + END));
  }

  /** A start, then the same over and over up to the largest size, and an end. */
  private static byte[] bytes(String start, String repeated, String end) {
    int times = (SIZE - start.length() - end.length()) / repeated.length();
    byte[] content = new byte[start.length() + times * repeated.length() + end.length()];
    byte[] unit = repeated.getBytes(ISO_8859_1);
    System.arraycopy(start.getBytes(ISO_8859_1), 0, content, 0, start.length());
    for (int i = 0; i < times; i++) {
      System.arraycopy(unit, 0, content, start.length() + i * unit.length, unit.length);
    }
    byte[] last = end.getBytes(ISO_8859_1);
    System.arraycopy(last, 0, content, content.length - last.length, last.length);
    return content;
  }

  private static String outcome(byte[] score) {
    Outcome<byte[]> outcome = Scores.convert(score);
    if (outcome instanceof Outcome.Rejected<byte[]> rejected) {
      return rejected.rejection().reason();
    }
    return outcome instanceof Outcome.Produced ? "" : outcome.toString();
  }

  /** Prints what became of each score, plain and zipped. */
  public static void main(String[] args) {
    byte[] container =
        "<container><rootfiles><rootfile full-path='a.xml'/></rootfiles></container>"
            .getBytes(ISO_8859_1);
    for (HostileScore score : ALL) {
      byte[] xml = score.xml.get();
      System.out.println(score.name + ": " + outcome(xml));
      byte[] zipped =
          ZipFiles.of(
              List.of(
                  new ZipFiles.Entry("META-INF/container.xml", container),
                  new ZipFiles.Entry("a.xml", xml)));
      xml = null;
      System.out.println(score.name + ", zipped: " + outcome(zipped));
    }
  }
}
