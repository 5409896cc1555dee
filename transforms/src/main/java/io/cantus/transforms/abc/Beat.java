package io.cantus.transforms.abc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tempo as a Q: field tells it: ABC 2.1 sections 3.1.8 and 10.1.
 *
 * @param length what one beat lasts; in unit note lengths if {@code inUnits}
 * @param rate beats in a minute
 */
record Beat(Length length, boolean inUnits, double rate) {
  private static final String LENGTH = "\\d{1,6}\\s*/\\s*\\d{1,6}";
  private static final String RATE = "(\\d{1,9}(?:\\.\\d{1,9})?)";
  private static final String ABOUT = "\\s*(?:ca?\\.?\\s*)?";
  private static final Pattern LENGTHS =
      Pattern.compile("((?:" + LENGTH + "\\s*){1,50})=" + ABOUT + RATE + "(?![\\d/]).*");
  private static final Pattern UNITS =
      Pattern.compile("(?:C(\\d{0,4})\\s*=?)?\\s*" + RATE, Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");

  /** More quarter notes in a minute are no music. */
  private static final double FASTEST = 1e6;

  /** The tempo of a field; empty if it only names one, such as "Allegro". */
  static Optional<Beat> parse(String content) throws MalformedTuneException {
    String text = QUOTED.matcher(content).replaceAll(" ").strip();
    Matcher lengths = LENGTHS.matcher(text);
    if (lengths.matches()) {
      return Optional.of(new Beat(sum(lengths.group(1)), false, rate(lengths.group(2), content)));
    }
    Matcher units = UNITS.matcher(text);
    if (units.matches()) {
      String count = units.group(1);
      Length beat = Length.of(count == null || count.isEmpty() ? 1 : Long.parseLong(count), 1);
      return Optional.of(new Beat(beat, true, rate(units.group(2), content)));
    }
    if (text.chars().noneMatch(Cursor::isDigit)) {
      return Optional.empty();
    }
    throw bad(content);
  }

  private static Length sum(String lengths) throws MalformedTuneException {
    Length sum = Length.ZERO;
    Cursor cursor = new Cursor(lengths);
    for (cursor.skipBlanks(); !cursor.atEnd(); cursor.skipBlanks()) {
      int numerator = cursor.number();
      cursor.takeWhile(character -> character == '/' || Character.isWhitespace(character));
      int denominator = cursor.number();
      if (denominator == 0) {
        throw bad(lengths);
      }
      sum = sum.plus(Length.of(numerator, denominator));
    }
    return sum;
  }

  private static double rate(String digits, String content) throws MalformedTuneException {
    double rate = Double.parseDouble(digits);
    if (rate == 0) {
      throw bad(content);
    }
    return rate;
  }

  private static MalformedTuneException bad(String content) {
    return new MalformedTuneException("bad-tempo", "\"%s\" is no tempo".formatted(content));
  }

  /**
   * Quarter notes in a minute.
   *
   * @param unit the unit note length
   */
  double quartersPerMinute(Length unit) throws MalformedTuneException {
    Length beat = inUnits ? length.times(unit) : length;
    double qpm = 4.0 * beat.numerator() * rate / beat.denominator();
    if (!(qpm > 0 && qpm <= FASTEST)) {
      throw new MalformedTuneException(
          "bad-tempo", "%s quarter notes in a minute are no tempo".formatted(qpm));
    }
    return qpm;
  }
}
