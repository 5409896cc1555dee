package io.cantus.transforms.dataset;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.OptionalInt;

/**
 * A melody as a compact SequenceExample holds it, in a model's range and key: a byte a step, where
 * the inputs and labels of a step take 160 to 560. It serves all configs of the same range and key.
 *
 * <p>The message is a tf.train.SequenceExample without feature lists. Its context has two features,
 * both packed lists of int64:
 *
 * <ul>
 *   <li>{@code events}: one number a step. 0 is no event, 1 a note-off, 2 + p the onset of pitch p.
 *   <li>{@code melody}: the lowest pitch of the range, one more than its highest, steps per quarter
 *       note, and, where melodies were moved into a major key, its pitch class.
 * </ul>
 *
 * <p>With e for {@code events} less 2, the dense example of a config has a step less: at step i its
 * input is the encoding's of {@code e[0 .. i]} and its label the class of {@code e[i + 1]}.
 *
 * @param events pitches, {@link Melody#NOTE_OFF} and {@link Melody#NO_EVENT}
 * @param minNote the lowest pitch of the range
 * @param maxNote one more than the highest pitch of the range
 * @param key pitch class of the major key that the melody was moved into; empty if it was not
 */
public record CompactExample(
    int[] events, int minNote, int maxNote, int stepsPerQuarter, OptionalInt key) {
  static final String EVENTS = "events";
  static final String MELODY = "melody";

  /** What is added to an event, so that none is negative. */
  static final int EVENT_OFFSET = -Melody.NO_EVENT;

  /** The melody of these events in a config's range and key. */
  public static CompactExample of(int[] events, int stepsPerQuarter, MelodyConfig config) {
    return new CompactExample(
        events, config.minNote(), config.maxNote(), stepsPerQuarter, config.transposeToKey());
  }

  /**
   * The inputs and labels of this melody.
   *
   * @throws BadInputException if it is in another range or key or on another grid than the config's
   */
  public TrainingExample encoded(MelodyConfig config) {
    requireMadeFor(config);
    int steps = Math.max(0, events.length - 1);
    int inputSize = config.encoding().inputSize();
    float[] inputs = new float[Math.multiplyExact(steps, inputSize)];
    int[] labels = new int[steps];
    if (steps > 0) {
      config.encoding().encodeAll(events, events.length, inputs, labels);
    }
    return new TrainingExample(steps, inputSize, inputs, labels);
  }

  /**
   * Checks that a config can take this melody.
   *
   * @throws BadInputException if it is in another range or key than the config's
   */
  public void requireMadeFor(MelodyConfig config) {
    boolean same =
        minNote == config.minNote()
            && maxNote == config.maxNote()
            && key.equals(config.transposeToKey());
    if (!same) {
      throw new BadInputException(
          "a compact example of pitches %s, but %s has %s; name a config like the one that the"
                  .formatted(
                      range(minNote, maxNote, key),
                      config.name(),
                      range(config.minNote(), config.maxNote(), config.transposeToKey()))
              + " data set was made with");
    }
    if (stepsPerQuarter != config.stepsPerQuarter()) {
      throw new BadInputException(
          "a compact example of %d steps to a quarter note, where %d are expected; dataset.json,"
                  .formatted(stepsPerQuarter, config.stepsPerQuarter())
              + " which tells them, must lie beside the examples");
    }
  }

  private static String range(int minNote, int maxNote, OptionalInt key) {
    String moved = key.isPresent() ? "moved into key " + key.getAsInt() : "left in their key";
    return "%d to %d %s".formatted(minNote, maxNote - 1, moved);
  }
}
