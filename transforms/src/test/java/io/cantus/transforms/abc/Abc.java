package io.cantus.transforms.abc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.Section;
import io.cantus.proto.NoteSequence.SectionGroup;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tunes written in tests, and what becomes of them. */
final class Abc {
  static final SourceFile SOURCE = new SourceFile("coll", "book.abc");

  private Abc() {}

  /** The lines of a file. */
  static List<Conversion> book(String... lines) {
    return book(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  static List<Conversion> book(byte[] content) {
    return AbcConverter.convert(SOURCE, content, ConversionLimits.DEFAULTS);
  }

  /** One tune of these lines, after its X: field. */
  static NoteSequence tune(String... lines) {
    return only(book("X:1\n" + String.join("\n", lines)));
  }

  /** A tune of quarter notes in C major with a tempo of 60, so that a second is a quarter note. */
  static NoteSequence music(String... lines) {
    return tune("L:1/4", "Q:1/4=60", "K:C", String.join("\n", lines));
  }

  /** The notes of {@link #music}, such as {@code 60 0.0-1.0}. */
  static List<String> notes(String... lines) {
    return notes(music(lines));
  }

  static List<String> notes(NoteSequence sequence) {
    return sequence.getNotesList().stream().map(Abc::text).toList();
  }

  private static String text(Note note) {
    return String.format(
        Locale.ROOT,
        "%d %s-%s%s",
        note.getPitch(),
        note.getStartTime(),
        note.getEndTime(),
        note.getInstrument() == 0 ? "" : " i" + note.getInstrument());
  }

  /** Pitches only, for where times go without saying. */
  static List<Integer> pitches(NoteSequence sequence) {
    return sequence.getNotesList().stream().map(Note::getPitch).toList();
  }

  static List<Integer> pitches(String... lines) {
    return pitches(music(lines));
  }

  /** Sections with their times, then what is played: {@code 0@0.0 1@4.0 | 0 x2, 0+1 x1}. */
  static String sections(NoteSequence sequence) {
    String starts =
        sequence.getSectionAnnotationsList().stream()
            .map(section -> section.getSectionId() + "@" + section.getTime())
            .collect(Collectors.joining(" "));
    String groups =
        sequence.getSectionGroupsList().stream().map(Abc::text).collect(Collectors.joining(", "));
    return starts + " | " + groups;
  }

  private static String text(SectionGroup group) {
    return group.getSectionsList().stream()
            .map(Section::getSectionId)
            .map(String::valueOf)
            .collect(Collectors.joining("+"))
        + " x"
        + group.getNumTimes();
  }

  /** Why a piece of music was refused. */
  static Rejection refused(String... lines) {
    return refusal(book("X:1\nL:1/4\nK:C\n" + String.join("\n", lines)).get(0));
  }

  static Rejection refusal(Conversion conversion) {
    assertThat(conversion.outcome()).isInstanceOf(Outcome.Rejected.class);
    return ((Outcome.Rejected<byte[]>) conversion.outcome()).rejection();
  }

  private static NoteSequence only(List<Conversion> conversions) {
    assertThat(conversions).hasSize(1);
    return sequence(conversions.get(0));
  }

  static NoteSequence sequence(Conversion conversion) {
    assertThat(conversion.outcome()).isInstanceOf(Outcome.Produced.class);
    try {
      return NoteSequence.parseFrom(
          ((Outcome.Produced<byte[]>) conversion.outcome()).values().get(0));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
