package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.musicxml.MusicData.TimeSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time signatures that a score's measures really have. A measure that is shorter or longer than
 * written, such as an upbeat, gets its own, so that bar lines stay where they are; the measure
 * after it has the written one again. note-seq means to do the same, but counts the notes of voice
 * 1 only, takes divisions for beats when it looks for an upbeat, and returns to 3/4 in 6/8.
 */
final class TimeSignatures {
  private static final long QUARTERS_OF_WHOLE = 4;

  private final List<NoteSequence.TimeSignature> list = new ArrayList<>();
  private Optional<TimeSignature> written = Optional.empty();
  private Optional<TimeSignature> last = Optional.empty();

  /**
   * Adds a measure.
   *
   * @param seconds when it begins
   * @param length in quarters; 0 for one in which nothing is written
   * @param change the time signature that is written at its beginning
   */
  void addMeasure(double seconds, Fraction length, Optional<TimeSignature> change) {
    if (change.isPresent()) {
      written = change;
    }
    Optional<TimeSignature> actual = length.signum() == 0 ? written : actual(length);
    if (change.isPresent() || !actual.equals(last)) {
      actual.ifPresent(signature -> list.add(message(seconds, signature)));
      last = actual;
    }
  }

  private Optional<TimeSignature> actual(Fraction length) {
    if (written.isPresent() && written.get().length().equals(length)) {
      return written;
    }
    Fraction wholes = length.times(new Fraction(1, QUARTERS_OF_WHOLE));
    boolean sayable =
        Long.bitCount(wholes.denominator()) == 1
            && wholes.denominator() <= Integer.MAX_VALUE
            && wholes.numerator() <= Integer.MAX_VALUE;
    if (!sayable) {
      // Rounded durations: no time signature has thirds of a beat.
      return written;
    }
    if (written.isPresent() && wholes.equals(Fraction.ONE)) {
      int beats = written.get().denominator();
      return Optional.of(new TimeSignature(beats, beats));
    }
    return Optional.of(new TimeSignature((int) wholes.numerator(), (int) wholes.denominator()));
  }

  private static NoteSequence.TimeSignature message(double seconds, TimeSignature signature) {
    return NoteSequence.TimeSignature.newBuilder()
        .setTime(seconds)
        .setNumerator(signature.numerator())
        .setDenominator(signature.denominator())
        .build();
  }

  List<NoteSequence.TimeSignature> list() {
    return list;
  }
}
