package io.cantus.generation;

import io.cantus.training.ModelWeights;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.Serializable;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * All that melodies follow from, so that any task can make any of them: output i depends on the
 * recipe and on i alone.
 *
 * @param attnLength steps that attention looks back; without effect if the weights have none
 * @param source what to call the weights in messages, usually the path of their file
 * @param seed of the random choices
 */
public record MelodyRecipe(
    MelodyConfig config,
    ModelWeights weights,
    int attnLength,
    String source,
    Primer primer,
    GenerationOptions options,
    long seed)
    implements Serializable {
  /** Sequences that are continued at once: enough to keep the network busy. */
  private static final int SEQUENCES = 64;

  /** Events of all of them, so that long ones do not fill the memory. */
  private static final int EVENTS = 1 << 22;

  /**
   * The generator of the melodies.
   *
   * @throws io.cantus.transforms.BadInputException if the weights are no such network or the primer
   *     is no melody
   * @throws io.cantus.transforms.UsageException if the primer leaves no step to generate
   */
  public MelodyGenerator generator() {
    EventEncoding encoding = config.encoding();
    EventRnn network =
        EventRnn.of(weights, encoding.inputSize(), encoding.numClasses(), attnLength, source);
    return new MelodyGenerator(config, network, primer, options);
  }

  /**
   * Makes outputs, a few at once.
   *
   * @param generator of this recipe
   * @param first the first output's number, from 0
   * @param consumer gets each melody and its number, in order
   */
  public void outputs(
      MelodyGenerator generator, int first, int count, ObjIntConsumer<GeneratedMelody> consumer) {
    int together = together();
    for (int from = first; from < first + count; from += together) {
      int to = Math.min(first + count, from + together);
      List<GeneratedMelody> melodies =
          generator.generate(
              IntStream.range(from, to)
                  .mapToObj(output -> DrawSource.seeded(seed, output))
                  .toList());
      for (int output = from; output < to; output++) {
        consumer.accept(melodies.get(output - from), output);
      }
    }
  }

  private int together() {
    long sequences = options.sequences();
    long events = sequences * options.numSteps();
    return (int) Math.max(1, Math.min(SEQUENCES / sequences, EVENTS / events));
  }
}
