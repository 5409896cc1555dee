package io.cantus.transforms.abc;

/** A note of a voice, placed by the steps of its {@link Timeline}. A tie moves its end on. */
final class Note {
  private final int pitch;
  private final int staffPlace;
  private final int firstStep;
  private int lastStep;
  private double lastPart;

  /**
   * @param pitch MIDI note number
   * @param staffPlace letter and octave, which tell notes on the staff apart
   * @param step the step of the timeline that the note fills
   * @param part how much of the step it fills: other than 1 in a chord of several lengths
   */
  Note(int pitch, int staffPlace, int step, double part) {
    this.pitch = pitch;
    this.staffPlace = staffPlace;
    firstStep = step;
    lastStep = step;
    lastPart = part;
  }

  int pitch() {
    return pitch;
  }

  int staffPlace() {
    return staffPlace;
  }

  int firstStep() {
    return firstStep;
  }

  int lastStep() {
    return lastStep;
  }

  double lastPart() {
    return lastPart;
  }

  /** Ties the note over to a later step. */
  void extend(int step, double part) {
    lastStep = step;
    lastPart = part;
  }
}
