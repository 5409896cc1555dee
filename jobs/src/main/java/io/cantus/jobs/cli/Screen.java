package io.cantus.jobs.cli;

import io.cantus.transforms.UsageException;
import java.util.Locale;

/**
 * What text is laid out for.
 *
 * @param columns characters in a line, 60 to 400
 */
public record Screen(int columns, Glyphs glyphs) {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 400;
  private static final int USUAL = 80;

  /** What drawings are made of. */
  public enum Glyphs {
    /** Block elements and lines. */
    UNICODE,
    /** Nothing that a terminal of the last century lacks. */
    ASCII
  }

  /**
   * The screen of this process. The launcher tells its width and the locale's charset by the system
   * properties {@code cantus.columns} and {@code cantus.charmap}, because Java cannot tell.
   */
  public static Screen ofProcess() {
    Integer columns = Integer.getInteger("cantus.columns");
    boolean fits = columns != null && columns >= NARROWEST && columns <= WIDEST;
    String charmap = System.getProperty("cantus.charmap", System.getProperty("native.encoding"));
    boolean unicode = charmap != null && charmap.toUpperCase(Locale.ROOT).startsWith("UTF");
    return new Screen(fits ? columns : USUAL, unicode ? Glyphs.UNICODE : Glyphs.ASCII);
  }

  /**
   * The same screen in another width.
   *
   * @param option the name of the option that gave the width
   * @throws UsageException if no text fits it
   */
  public Screen withColumns(String option, int width) {
    if (width < NARROWEST || width > WIDEST) {
      throw new UsageException(
          "%s is %d but must be %d to %d".formatted(option, width, NARROWEST, WIDEST));
    }
    return new Screen(width, glyphs);
  }

  /** The same screen with drawings made of something else. */
  public Screen withGlyphs(Glyphs others) {
    return new Screen(columns, others);
  }
}
