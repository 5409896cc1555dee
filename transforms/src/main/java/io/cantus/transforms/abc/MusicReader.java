package io.cantus.transforms.abc;

import io.cantus.transforms.abc.Voice.Tone;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads lines of music: ABC 2.1 section 4. What does not sound is passed over. */
final class MusicReader {

  /** What reads an information field that stands within music, such as {@code [K:G]}. */
  interface FieldReader {
    void read(char name, String content) throws MalformedTuneException;
  }

  /** Decorations of one character: those of the standard, and some of other programs and books. */
  private static final String SYMBOLS = ".~HJKLMNOPRSTUVkuv";

  /** Marks for the eye, and characters that the standard keeps for later and bids to ignore. */
  private static final String SILENT = "`$\\)#*;?@";

  private static final int MOST_SLASHES = 16;

  private final Tune tune;
  private final FieldReader fields;
  private final BitSet symbols = new BitSet();

  /** Whether a bar line was the latest sign, so that a number begins a variant ending. */
  private boolean afterBar;

  private Cursor cursor = new Cursor("");

  MusicReader(Tune tune, FieldReader fields) {
    this.tune = tune;
    this.fields = fields;
    SYMBOLS.chars().forEach(symbols::set);
  }

  /** Where in the line the reader stands, from 0. */
  int column() {
    return cursor.position();
  }

  /** Makes ready for a line, which may be no music. */
  void startLine() {
    cursor = new Cursor("");
  }

  /** Takes a symbol for a decoration from now on: a U: field such as {@code W=!trill!}. */
  void define(String content) {
    if (!content.isEmpty()) {
      symbols.set(content.charAt(0));
    }
  }

  void read(String line) throws MalformedTuneException {
    cursor = new Cursor(line);
    for (cursor.skipBlanks(); !cursor.atEnd(); cursor.skipBlanks()) {
      readNext();
    }
  }

  private Voice voice() throws MalformedTuneException {
    return tune.voices().current();
  }

  private void readNext() throws MalformedTuneException {
    char character = cursor.peek();
    boolean ending = afterBar && cursor.atDigit();
    afterBar &= SILENT.indexOf(character) >= 0;
    if (ending) {
      ending();
      return;
    }
    switch (character) {
      case '"', '!', '+', '{' -> ornament();
      case '[' -> bracket();
      case '|', ':', ']' -> bar();
      case '(' -> parenthesis();
      case '-' -> {
        cursor.next();
        voice().tie();
      }
      case '<', '>' -> brokenRhythm();
      case '&' -> {
        cursor.next();
        tune.voices().overlay();
      }
      case 'z', 'x' -> {
        cursor.next();
        rest(voice().unit().times(factor()));
      }
      case 'Z', 'X' -> {
        cursor.next();
        rest(voice().bar().times(factor()));
      }
      case 'y' -> {
        cursor.next();
        factor();
      }
      default -> {
        if (Accidental.isAt(cursor) || KeySignature.isNoteName(character)) {
          Tone tone = tone();
          voice().play(List.of(tone), tone.length());
        } else {
          passOver();
        }
      }
    }
  }

  /** Passes over a character that does not sound. */
  private void passOver() throws MalformedTuneException {
    char character = cursor.peek();
    if (!symbols.get(character) && SILENT.indexOf(character) < 0) {
      throw new MalformedTuneException(
          "unexpected-character",
          Character.isISOControl(character)
              ? "control character %d".formatted((int) character)
              : "'%c' stands for nothing in music".formatted(character));
    }
    cursor.next();
  }

  /** Passes over text, decorations and grace notes; text is kept. */
  private void ornament() throws MalformedTuneException {
    char open = cursor.next();
    switch (open) {
      case '"' -> {
        tune.count();
        voice().annotate(cursor.until('"', "text"));
      }
      case '{' -> cursor.until('}', "grace");
      case '+' -> plus();
      default -> {
        String name = cursor.ahead('!');
        if (isDecoration(name)) {
          cursor.skip(name.length() + 1);
        }
      }
    }
  }

  /** Whether this is a name, and not music between two marks for the ends of printed lines. */
  private static boolean isDecoration(String name) {
    return !name.isEmpty()
        && name.chars().noneMatch(c -> Character.isWhitespace(c) || "|[]\":".indexOf(c) >= 0);
  }

  /** In older books, plus signs enclose decorations, and before that they enclosed chords. */
  private void plus() throws MalformedTuneException {
    String name = cursor.ahead('+');
    if (OldChords.isChord(name)) {
      chord('+');
    } else if (isDecoration(name)) {
      cursor.skip(name.length() + 1);
    }
  }

  private void bracket() throws MalformedTuneException {
    char after = cursor.peek(1);
    if (after == '|' || after == ']') {
      bar();
      return;
    }
    cursor.next();
    if (Cursor.isDigit(after)) {
      ending();
    } else if (Character.isLetter(after) && cursor.peek(1) == ':') {
      cursor.skip(2);
      fields.read(after, cursor.until(']', "inline-field").strip());
    } else if (!namedEnding()) {
      chord(']');
    }
  }

  /** An ending or section with a name, such as {@code ["Coda" }, is kept as text. */
  private boolean namedEnding() throws MalformedTuneException {
    if (cursor.peek() != '"') {
      return false;
    }
    ornament();
    return Character.isWhitespace(cursor.peek());
  }

  private void bar() throws MalformedTuneException {
    int colonsBefore = cursor.count(':');
    int lines = 0;
    while (cursor.peek() == '|' || cursor.peek() == ']' || opensBar()) {
      cursor.next();
      lines++;
    }
    int colonsAfter = cursor.count(':');
    if (lines == 0) {
      // "::" is short for ":||:"; a single colon is no sign of repetition
      colonsAfter = colonsBefore / 2;
      colonsBefore = colonsAfter;
    }
    if (lines > 0 || colonsBefore > 0) {
      tune.count();
      tune.voices().beginBar();
      if (tune.voices().isLeading()) {
        section(colonsBefore, lines, colonsAfter);
      }
    }
    afterBar = true;
  }

  private boolean opensBar() {
    return cursor.peek() == '[' && (cursor.peek(1) == '|' || cursor.peek(1) == ']');
  }

  private void section(int colonsBefore, int lines, int colonsAfter) throws MalformedTuneException {
    int here = voice().here();
    if (colonsBefore > 0) {
      tune.sections().repeatEnds(colonsBefore + 1, here);
    }
    if (colonsAfter > 0) {
      tune.sections().repeatBegins(here);
    }
    if (colonsBefore == 0 && colonsAfter == 0 && lines > 1) {
      tune.sections().doubleBar(here);
    }
  }

  private void ending() throws MalformedTuneException {
    long passes = Passes.read(cursor);
    if (tune.voices().isLeading()) {
      tune.sections().ending(passes, voice().here());
    }
  }

  /** A tuplet, or a slur, which does not sound. */
  private void parenthesis() throws MalformedTuneException {
    cursor.next();
    if (cursor.atDigit()) {
      voice().beginTuplet(Tuplet.read(cursor, voice().isCompound()));
    } else if (cursor.peek() == '&') {
      throw new MalformedTuneException("unsupported-overlay", "an overlay of several bars, \"(&\"");
    }
  }

  private void brokenRhythm() throws MalformedTuneException {
    int longer = cursor.count('>');
    int shorter = cursor.count('<');
    voice().breakRhythm(longer > 0 ? longer : -shorter);
    if (longer > 0 && shorter > 0) {
      voice().breakRhythm(-shorter);
    }
  }

  private void rest(Length length) throws MalformedTuneException {
    tune.count();
    voice().rest(length);
  }

  private Tone tone() throws MalformedTuneException {
    tune.count();
    boolean altered = Accidental.isAt(cursor);
    int alteration = Accidental.take(cursor);
    if (altered && (cursor.atDigit() || cursor.peek() == '/')) {
      throw new MalformedTuneException("unsupported-microtone", "an accidental with a fraction");
    }
    char name = cursor.peek();
    if (!KeySignature.isNoteName(name)) {
      throw new MalformedTuneException(
          "accidental-without-note", "an accidental stands before no note");
    }
    cursor.next();
    int octave = (Character.isLowerCase(name) ? 1 : 0) + octaves();
    int letter = KeySignature.letter(name);
    int pitch =
        altered ? voice().alteredPitch(letter, octave, alteration) : voice().pitch(letter, octave);
    return new Tone(pitch, Voice.staffPlace(letter, octave), voice().unit().times(factor()), false);
  }

  private int octaves() {
    int octaves = 0;
    while (cursor.peek() == '\'' || cursor.peek() == ',') {
      octaves += cursor.next() == ',' ? -1 : 1;
    }
    return octaves;
  }

  /** The number that a unit length is taken by: 3, 3/2, /4, / or //. */
  private Length factor() throws MalformedTuneException {
    int numerator = cursor.atDigit() ? cursor.number() : 1;
    int slashes = cursor.count('/');
    if (slashes > MOST_SLASHES) {
      throw new MalformedTuneException("bad-length", "a length halved %d times".formatted(slashes));
    }
    if (slashes == 0) {
      return Length.of(numerator, 1);
    }
    if (!cursor.atDigit()) {
      return Length.of(numerator, 1L << slashes);
    }
    int denominator = cursor.number();
    if (denominator == 0) {
      throw new MalformedTuneException("bad-length", "a length divided by 0");
    }
    return Length.of(numerator, (long) denominator << (slashes - 1));
  }

  /** Notes that sound together: ABC 2.1 section 4.17. */
  private void chord(char close) throws MalformedTuneException {
    List<Tone> tones = new ArrayList<>();
    Length rest = Length.ZERO;
    for (cursor.skipBlanks(); !cursor.take(close); cursor.skipBlanks()) {
      char character = cursor.peek();
      if (cursor.atEnd()) {
        throw new MalformedTuneException(
            "unterminated-chord", "no '%c' closes it on the line".formatted(close));
      } else if (character == '-' && !tones.isEmpty()) {
        cursor.next();
        tones.add(tied(tones.remove(tones.size() - 1)));
      } else if (character == 'z' || character == 'x') {
        cursor.next();
        rest = voice().unit().times(factor());
      } else if (Accidental.isAt(cursor) || KeySignature.isNoteName(character)) {
        tones.add(tone());
      } else if ("\"!{".indexOf(character) >= 0) {
        ornament();
      } else {
        passOverInChord();
      }
    }
    Length factor = factor();
    if (tones.isEmpty()) {
      rest(rest.times(factor));
    } else {
      voice()
          .play(
              tones.stream().map(tone -> scaled(tone, factor)).toList(),
              tones.get(0).length().times(factor));
    }
  }

  private void passOverInChord() throws MalformedTuneException {
    if (cursor.peek() == '(') {
      cursor.next();
    } else {
      passOver();
    }
  }

  private static Tone tied(Tone tone) {
    return new Tone(tone.pitch(), tone.staffPlace(), tone.length(), true);
  }

  private static Tone scaled(Tone tone, Length factor) {
    return new Tone(tone.pitch(), tone.staffPlace(), tone.length().times(factor), tone.tied());
  }
}
