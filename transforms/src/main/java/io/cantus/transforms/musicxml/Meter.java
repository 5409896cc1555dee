package io.cantus.transforms.musicxml;

import io.cantus.transforms.musicxml.MusicData.TimeSignature;
import java.util.Optional;

/**
 * A time signature being read. note-seq refuses those of more than one number; here 3+2 eighths are
 * 5/8, and 2/4 + 3/8 are 7/8.
 */
final class Meter {
  private static final int MAX = 1 << 14;
  private static final int MAX_SUMMANDS = 16;

  private final XmlCursor xml;
  private int beats;
  private int numerator;
  private int denominator;

  private Meter(XmlCursor xml) {
    this.xml = xml;
  }

  /** Reads the {@code time} element that the cursor is on; empty if it is free of any measure. */
  static Optional<TimeSignature> read(XmlCursor xml) throws MalformedScoreException {
    Meter meter = new Meter(xml);
    xml.readChildren(meter::readChild);
    return meter.denominator == 0
        ? Optional.empty()
        : Optional.of(new TimeSignature(meter.numerator, meter.denominator));
  }

  private void readChild(String child) throws MalformedScoreException {
    switch (child) {
      case "beats" -> beats = sum(xml.text());
      case "beat-type" -> add(beats, xml.integer());
      default -> {}
    }
  }

  private int sum(String text) throws MalformedScoreException {
    int sum = 0;
    for (String summand : text.split("\\+", MAX_SUMMANDS)) {
      sum = checked(sum + checked(xml.integer(summand)));
    }
    return sum;
  }

  /** Adds to what was read so far, on the finer of the two beats. */
  private void add(int beats, int beatType) throws MalformedScoreException {
    int finest = Math.max(checked(beatType), denominator);
    int kept = denominator == 0 ? 0 : numerator * (finest / denominator);
    if (finest % beatType != 0 || (denominator != 0 && finest % denominator != 0)) {
      throw outOfRange(beatType);
    }
    numerator = checked(kept + checked(beats) * (finest / beatType));
    denominator = finest;
  }

  private int checked(int number) throws MalformedScoreException {
    if (number < 1 || number > MAX) {
      throw outOfRange(number);
    }
    return number;
  }

  private MalformedScoreException outOfRange(int number) {
    return xml.malformed("time-signature-out-of-range", "a time signature with " + number);
  }
}
