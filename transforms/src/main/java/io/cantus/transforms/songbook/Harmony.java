package io.cantus.transforms.songbook;

/**
 * A major or minor triad, or a key: its root and its mode.
 *
 * @param root pitch class, 0 for C to 11 for B
 */
public record Harmony(int root, Mode mode) {

  /** Whether the third is large or small. */
  public enum Mode {
    MAJOR(4),
    MINOR(3);

    private final int third;

    Mode(int third) {
      this.third = third;
    }

    /** Semitones from the root to the third. */
    public int third() {
      return third;
    }
  }
}
