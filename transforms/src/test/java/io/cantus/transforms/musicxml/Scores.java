package io.cantus.transforms.musicxml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.List;

/** Small scores, written out, and what becomes of them. */
final class Scores {
  static final SourceFile SOURCE = new SourceFile("coll", "a.musicxml");

  /** Two divisions of a quarter, and 4/4. */
  static final String COMMON =
      "<attributes><divisions>2</divisions>"
          + "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>";

  private Scores() {}

  /** A score of one part. */
  static String score(String... measures) {
    return scoreOfParts(part("P1", measures));
  }

  static String scoreOfParts(String... parts) {
    return "<score-partwise>" + String.join("", parts) + "</score-partwise>";
  }

  static String part(String id, String... measures) {
    StringBuilder part = new StringBuilder("<part id='" + id + "'>");
    for (int i = 0; i < measures.length; i++) {
      part.append("<measure number='").append(i + 1).append("'>").append(measures[i]);
      part.append("</measure>");
    }
    return part.append("</part>").toString();
  }

  /**
   * A note of no drawn type.
   *
   * @param name step and octave, such as {@code C4}
   * @param rest further elements
   */
  static String note(String name, int duration, String... rest) {
    return "<note><pitch><step>%s</step><octave>%s</octave></pitch>%s%s</note>"
        .formatted(name.charAt(0), name.substring(1), duration(duration), String.join("", rest));
  }

  static String rest(int duration) {
    return "<note><rest/>" + duration(duration) + "</note>";
  }

  static String backup(int duration) {
    return "<backup>" + duration(duration) + "</backup>";
  }

  static String forward(int duration) {
    return "<forward>" + duration(duration) + "</forward>";
  }

  private static String duration(int duration) {
    return "<duration>" + duration + "</duration>";
  }

  static String tempo(int quartersPerMinute) {
    return "<direction><sound tempo='" + quartersPerMinute + "'/></direction>";
  }

  static String time(int numerator, int denominator) {
    return "<attributes><time><beats>%s</beats><beat-type>%s</beat-type></time></attributes>"
        .formatted(numerator, denominator);
  }

  static Outcome<byte[]> convert(byte[] content) {
    return MusicXmlConverter.convertToRecord(SOURCE, content, ConversionLimits.DEFAULTS);
  }

  static NoteSequence sequence(String xml) {
    return sequence(xml.getBytes(UTF_8));
  }

  static NoteSequence sequence(byte[] content) {
    Outcome<byte[]> outcome = convert(content);
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    try {
      return NoteSequence.parseFrom(((Outcome.Produced<byte[]>) outcome).values().get(0));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static Rejection rejection(String xml) {
    return rejection(xml.getBytes(UTF_8));
  }

  static Rejection rejection(byte[] content) {
    return rejection(content, ConversionLimits.DEFAULTS);
  }

  static Rejection rejection(byte[] content, ConversionLimits limits) {
    Outcome<byte[]> outcome = MusicXmlConverter.convertToRecord(SOURCE, content, limits);
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    return ((Outcome.Rejected<byte[]>) outcome).rejection();
  }

  /** Each note as {@code pitch start-end}. */
  static List<String> notes(NoteSequence sequence) {
    return sequence.getNotesList().stream()
        .map(note -> note.getPitch() + " " + note.getStartTime() + "-" + note.getEndTime())
        .toList();
  }

  static List<String> notes(String xml) {
    return notes(sequence(xml));
  }

  /** Each time signature as {@code 4/4@0.0}. */
  static List<String> timeSignatures(String xml) {
    return sequence(xml).getTimeSignaturesList().stream()
        .map(time -> time.getNumerator() + "/" + time.getDenominator() + "@" + time.getTime())
        .toList();
  }
}
