package io.cantus.transforms.musicxml;

import java.util.Optional;

/**
 * A note's name without its octave, as its place on the line of fifths: F is -1, C 0, G 1, B flat
 * -2, F sharp 6. Transposing is adding there, and spellings come out as musicians write them.
 */
record NoteName(int fifths) {
  private static final String STEPS = "FCGDAEB";
  private static final int SHARP = STEPS.length();

  /** Twelve fifths are seven octaves: the same pitch class under another name. */
  private static final int ENHARMONIC = 12;

  /** As many accidentals as are ever written. */
  private static final int MAX_ALTER = 2;

  /**
   * The note of a step and its accidentals.
   *
   * @param step A to G
   * @param alter semitones up, flats negative, at most 2 either way
   * @return empty if there is no such note
   */
  static Optional<NoteName> of(String step, int alter) {
    int place = step.length() == 1 ? STEPS.indexOf(step) : -1;
    return place < 0 || alter < -MAX_ALTER || alter > MAX_ALTER
        ? Optional.empty()
        : Optional.of(new NoteName(place - 1 + SHARP * alter));
  }

  /**
   * The name this many semitones up, by the shortest way along the line of fifths, with no more
   * than one accidental.
   */
  NoteName transposed(int semitones) {
    int way = Math.floorMod(7 * Math.floorMod(semitones, ENHARMONIC) + 5, ENHARMONIC) - 5;
    if (way == 0) {
      return this;
    }
    NoteName name = new NoteName(fifths + way);
    while (name.alter() > 1) {
      name = new NoteName(name.fifths - ENHARMONIC);
    }
    while (name.alter() < -1) {
      name = new NoteName(name.fifths + ENHARMONIC);
    }
    return name;
  }

  /** 0 for C to 11 for B. */
  int pitchClass() {
    return Math.floorMod(7 * fifths, 12);
  }

  private int alter() {
    return Math.floorDiv(fifths + 1, SHARP);
  }

  /** As chord symbols write it: {@code C}, {@code Bb}, {@code F##}. */
  @Override
  public String toString() {
    return STEPS.charAt(Math.floorMod(fifths + 1, SHARP)) + accidentals(alter());
  }

  /** The accidentals of so many semitones up: {@code bb} to {@code ##}. */
  static String accidentals(int alter) {
    return (alter < 0 ? "b" : "#").repeat(Math.abs(alter));
  }
}
