package io.cantus.generation;

/**
 * The lines of a run's index, which tells about each melody: text in columns with tabs between
 * them.
 */
public final class MelodyIndex {
  /** The first line, which names the columns. */
  public static final String HEADER = "file\tlog_likelihood\tevents\tnotes\tseed\toutput\n";

  private MelodyIndex() {}

  /**
   * The line of a melody. It holds what makes the melody again: the run's seed and the output's
   * number, from 1.
   *
   * @param output the number from 0
   */
  public static String line(String file, GeneratedMelody melody, long seed, int output) {
    return String.join(
            "\t",
            file,
            String.valueOf(melody.logLikelihood()),
            String.valueOf(melody.melody().length()),
            String.valueOf(melody.sequence().getNotesCount()),
            String.valueOf(seed),
            String.valueOf(output + 1))
        + '\n';
  }
}
