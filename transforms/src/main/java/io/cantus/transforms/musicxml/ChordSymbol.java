package io.cantus.transforms.musicxml;

import java.util.Optional;

/**
 * A chord symbol being read. note-seq refuses a whole file for one symbol that it cannot write, or
 * for any symbol of a transposing instrument; here such a symbol becomes "no chord", since the
 * chord before it must not go on, and symbols are transposed as notes are.
 */
final class ChordSymbol {
  /** The figure of silence, and of a chord that has no figure. */
  static final String NO_CHORD = "N.C.";

  private final XmlCursor xml;
  private final Transposition transposition;
  private final StringBuilder degrees = new StringBuilder();
  private Optional<NoteName> root = Optional.empty();
  private Optional<NoteName> bass = Optional.empty();
  private boolean hasBass;
  private Optional<String> kind = ChordKind.figure("major");
  private boolean isReadable = true;
  private Fraction offset = Fraction.ZERO;

  private ChordSymbol(XmlCursor xml, Transposition transposition) {
    this.xml = xml;
    this.transposition = transposition;
  }

  /** Reads the {@code harmony} element that the cursor is on. */
  static ChordSymbol read(XmlCursor xml, Transposition transposition)
      throws MalformedScoreException {
    ChordSymbol symbol = new ChordSymbol(xml, transposition);
    xml.readChildren(symbol::readChild);
    return symbol;
  }

  private void readChild(String child) throws MalformedScoreException {
    switch (child) {
      case "root" -> root = readName("root-step", "root-alter");
      case "bass" -> {
        hasBass = true;
        bass = readName("bass-step", "bass-alter");
      }
      case "kind" -> kind = ChordKind.figure(xml.text());
      case "degree" -> readDegree();
      case "offset" -> offset = xml.decimal();
      default -> {}
    }
  }

  private Optional<NoteName> readName(String stepElement, String alterElement)
      throws MalformedScoreException {
    String[] step = {""};
    int[] alter = {0};
    xml.readChildren(
        child -> {
          if (child.equals(stepElement)) {
            step[0] = xml.text();
          } else if (child.equals(alterElement)) {
            alter[0] = number(xml.text());
          }
        });
    return NoteName.of(step[0], alter[0]).map(name -> name.transposed(transposition.semitones()));
  }

  private int number(String text) {
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      isReadable = false;
      return 0;
    }
  }

  private void readDegree() throws MalformedScoreException {
    int[] valueAndAlter = {0, 0};
    String[] type = {""};
    xml.readChildren(
        child -> {
          switch (child) {
            case "degree-value" -> valueAndAlter[0] = number(xml.text());
            case "degree-alter" -> valueAndAlter[1] = number(xml.text());
            case "degree-type" -> type[0] = xml.text();
            default -> {}
          }
        });
    addDegree(type[0], valueAndAlter[0], valueAndAlter[1]);
  }

  private void addDegree(String type, int value, int alter) {
    if (value < 1 || alter < -2 || alter > 2) {
      isReadable = false;
      return;
    }
    String altered = NoteName.accidentals(alter) + value;
    switch (type) {
      case "add" -> addDegree(alter == 0 ? "add" + value : altered);
      case "subtract" -> addDegree("no" + value);
      case "alter" -> {
        // Altered by nothing is not altered.
        if (alter != 0) {
          addDegree(altered);
        }
      }
      default -> isReadable = false;
    }
  }

  private void addDegree(String degree) {
    degrees.append('(').append(degree).append(')');
  }

  /** Such as {@code C}, {@code F#m7(add11)} or {@code Bb/D}, as it sounds. */
  String figure() {
    boolean known =
        isReadable && root.isPresent() && kind.isPresent() && (bass.isPresent() || !hasBass);
    if (!known || kind.get().equals(NO_CHORD)) {
      return NO_CHORD;
    }
    return root.get() + kind.get() + degrees + bass.map(name -> "/" + name).orElse("");
  }

  /** How much later than its place the symbol holds, in the units of the file. */
  Fraction offset() {
    return offset;
  }
}
