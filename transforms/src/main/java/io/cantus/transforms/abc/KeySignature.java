package io.cantus.transforms.abc;

import io.cantus.proto.NoteSequence.KeySignature.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a K: field says of pitches: ABC 2.1 section 3.1.14.
 *
 * @param alterations semitones by which each letter from A to G is altered
 * @param pitchClass the tonic, C = 0, which is also its number in the wire format
 */
record KeySignature(List<Integer> alterations, int pitchClass, Mode mode) {
  private static final String SHARPS = "FCGDAEB";

  /** Semitones above C of the letters from A to G. */
  private static final int[] SEMITONES = {9, 11, 0, 2, 4, 5, 7};

  static final KeySignature NONE = new KeySignature(altered(0), 0, Mode.NOT_SPECIFIED);
  static final KeySignature C_MAJOR = new KeySignature(altered(0), 0, Mode.MAJOR);

  /** The scale of the Highland bagpipe, which has no other, written with or without a signature. */
  private static final KeySignature HIGHLAND_PIPES =
      new KeySignature(altered(2), 9, Mode.MIXOLYDIAN);

  /** The letters from A to G as numbers from 0, in either case. */
  static int letter(char name) {
    return Character.toUpperCase(name) - 'A';
  }

  /** Semitones of an unaltered letter above the C below it. */
  static int semitones(int letter) {
    return SEMITONES[letter];
  }

  /**
   * The signature of a K: field; empty if it only has other parameters, such as a clef.
   *
   * @throws MalformedTuneException if it has neither a key nor parameters that are known
   */
  static Optional<KeySignature> parse(String content) throws MalformedTuneException {
    List<String> words = Words.of(content);
    if (words.isEmpty() || words.get(0).equalsIgnoreCase("none")) {
      return Optional.of(NONE);
    }
    String first = words.get(0);
    if (first.equalsIgnoreCase("hp")) {
      return Optional.of(HIGHLAND_PIPES);
    }
    if (Transposition.isParameter(first)) {
      return Optional.empty();
    }
    return Optional.of(new Parser(content).key());
  }

  private static List<Integer> altered(int sharps) {
    Integer[] alterations = {0, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < Math.abs(sharps); i++) {
      int place = sharps > 0 ? i % 7 : 6 - i % 7;
      alterations[letter(SHARPS.charAt(place))] += Integer.signum(sharps);
    }
    return List.of(alterations);
  }

  private static final class Parser {
    private final String content;
    private final Cursor cursor;

    Parser(String content) {
      this.content = content;
      cursor = new Cursor(content);
    }

    KeySignature key() throws MalformedTuneException {
      char tonic = Character.toUpperCase(cursor.peek());
      if (isAlteration(tonic) || startsExplicit()) {
        return new KeySignature(changed(altered(0)), 0, Mode.NOT_SPECIFIED);
      }
      cursor.next();
      if (tonic < 'A' || tonic > 'G') {
        throw new MalformedTuneException(
            "bad-key", "\"%s\" does not begin with a note name".formatted(content));
      }
      int accidental = accidental();
      Mode mode = mode();
      int fifths = SHARPS.indexOf(tonic) - 1 + 7 * accidental + fifths(mode);
      int pitchClass = Math.floorMod(semitones(letter(tonic)) + accidental, 12);
      return new KeySignature(changed(altered(fifths)), pitchClass, mode);
    }

    private boolean startsExplicit() {
      return content.regionMatches(true, 0, "exp", 0, 3);
    }

    /** A sharp or flat beside the tonic, or as the next word. */
    private int accidental() {
      boolean word =
          cursor.peek() == ' ' && (cursor.peek(2) == ' ' || cursor.peek(2) == Cursor.END);
      int before = word ? 1 : 0;
      int accidental =
          switch (cursor.peek(before)) {
            case '#' -> 1;
            case 'b' -> -1;
            default -> 0;
          };
      cursor.skip(accidental == 0 ? 0 : before + 1);
      return accidental;
    }

    /**
     * The mode, told by three letters; major if no mode comes next. Letters right after the tonic
     * must be one, since {@code Es} may be meant for E flat.
     */
    private Mode mode() throws MalformedTuneException {
      boolean apart = Character.isWhitespace(cursor.peek());
      cursor.skipBlanks();
      int start = cursor.position();
      String word = cursor.takeWhile(Character::isLetter);
      Optional<Mode> mode = named(word);
      if (mode.isEmpty()) {
        cursor.skip(start - cursor.position());
        if (!apart) {
          throw new MalformedTuneException(
              "unknown-mode", "\"%s\" in the key \"%s\"".formatted(word, content));
        }
      }
      return mode.orElse(Mode.MAJOR);
    }

    private static Optional<Mode> named(String word) {
      String name = word.substring(0, Math.min(3, word.length())).toLowerCase(Locale.ROOT);
      return switch (name) {
        case "", "maj", "ion" -> Optional.of(Mode.MAJOR);
        case "m", "min", "aeo" -> Optional.of(Mode.MINOR);
        case "mix" -> Optional.of(Mode.MIXOLYDIAN);
        case "dor" -> Optional.of(Mode.DORIAN);
        case "phr" -> Optional.of(Mode.PHRYGIAN);
        case "lyd" -> Optional.of(Mode.LYDIAN);
        case "loc" -> Optional.of(Mode.LOCRIAN);
        default -> Optional.empty();
      };
    }

    /** Applies what follows the mode: {@code exp} and altered notes such as {@code ^f=c}. */
    private List<Integer> changed(List<Integer> signature) {
      Integer[] alterations = signature.toArray(new Integer[0]);
      for (String word : Words.of(cursor.rest())) {
        if (word.equalsIgnoreCase("exp")) {
          Arrays.fill(alterations, 0);
        } else if (isAlteration(word.charAt(0))) {
          alter(alterations, new Cursor(word));
        }
      }
      return List.of(alterations);
    }

    private static void alter(Integer[] alterations, Cursor word) {
      while (isAlteration(word.peek())) {
        int semitones = Accidental.take(word);
        char name = word.next();
        if (isNoteName(name)) {
          alterations[letter(name)] = semitones;
        }
      }
    }
  }

  static boolean isNoteName(char name) {
    int lower = name | 0x20;
    return lower >= 'a' && lower <= 'g';
  }

  private static boolean isAlteration(char sign) {
    return sign == '^' || sign == '_' || sign == '=';
  }

  private static int fifths(Mode mode) {
    return switch (mode) {
      case LYDIAN -> 1;
      case MIXOLYDIAN -> -1;
      case DORIAN -> -2;
      case MINOR -> -3;
      case PHRYGIAN -> -4;
      case LOCRIAN -> -5;
      default -> 0;
    };
  }
}
