package io.cantus.generation;

import java.io.Serializable;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What the files of one run are called: Magenta's names, the time and the output's number from 1,
 * as wide as the last one's, and beside them names of the same time.
 *
 * @param time as it stands in the names
 * @param outputs how many there are
 */
public record OutputNames(String time, int outputs) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss", Locale.ROOT);
  private static final String MIDI = ".mid";

  /** The names of a run that begins at a time. */
  public static OutputNames at(LocalDateTime time, int outputs) {
    return new OutputNames(TIME.format(time), outputs);
  }

  /** The name of an output's file; outputs are counted from 0. */
  public String midi(int output) {
    String number = String.valueOf(output + 1);
    int digits = String.valueOf(outputs).length();
    return time + '_' + "0".repeat(digits - number.length()) + number + MIDI;
  }

  /** The name of the file that tells about each output. */
  public String index() {
    return time + "_index.tsv";
  }

  /** The name of the file that holds all outputs, if they are packed. */
  public String pack() {
    return time + "_melodies.seq";
  }

  /** Whether a file of this name is one of these. */
  public boolean contains(String name) {
    return name.equals(index()) || name.equals(pack()) || output(name).isPresent();
  }

  private OptionalInt output(String name) {
    String prefix = time + '_';
    if (!name.startsWith(prefix) || !name.endsWith(MIDI)) {
      return OptionalInt.empty();
    }
    String number = name.substring(prefix.length(), name.length() - MIDI.length());
    if (!number.matches("[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    int output = Integer.parseInt(number) - 1;
    return output >= 0 && output < outputs && midi(output).equals(name)
        ? OptionalInt.of(output)
        : OptionalInt.empty();
  }
}
