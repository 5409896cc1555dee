package io.cantus.transforms.dataset;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the melodies again that SequenceExamples, dense or compact, were made of. */
public final class ExampleMelodies {
  private static final int QUARTERS_PER_BAR = 4;

  private ExampleMelodies() {}

  /** Whether a message is an example of a melody. */
  public static boolean isExample(byte[] message) {
    try {
      SequenceExampleReader.readCompact(message);
      return true;
    } catch (BadInputException e) {
      return false;
    }
  }

  /**
   * The melody of an example, in the model's range and key. An example does not tell the meter; the
   * melody is in 4/4, as the encodings take it to be.
   *
   * @param config that the example was made for
   * @throws BadInputException if it is no example, or was made for another config; says for which
   */
  public static Melody read(byte[] message, MelodyConfig config) {
    Optional<CompactExample> compact = SequenceExampleReader.readCompact(message);
    int[] events;
    if (compact.isPresent()) {
      compact.get().requireMadeFor(config);
      events = compact.get().events();
    } else {
      events = events(SequenceExampleReader.read(message), config);
    }
    return new Melody(
        events, 0, QUARTERS_PER_BAR * config.stepsPerQuarter(), config.stepsPerQuarter());
  }

  private static int[] events(TrainingExample example, MelodyConfig config) {
    EventEncoding encoding = config.encoding();
    if (example.steps() == 0) {
      return new int[0];
    }
    if (example.inputSize() != encoding.inputSize()) {
      throw new BadInputException(
          "an example of %d inputs a step, but %s has %d%s"
              .formatted(
                  example.inputSize(),
                  config.name(),
                  encoding.inputSize(),
                  otherConfig(example.inputSize())));
    }
    int[] events = new int[example.steps() + 1];
    events[0] = first(example, config);
    for (int step = 0; step < example.steps(); step++) {
      int label = example.labels()[step];
      if (label >= encoding.numClasses()) {
        throw new BadInputException(
            "class %d at step %d, but %s has only %d"
                .formatted(label, step, config.name(), encoding.numClasses()));
      }
      events[step + 1] = encoding.event(label, events, step + 1);
    }
    return events;
  }

  private static String otherConfig(int inputSize) {
    String names =
        MelodyConfig.all().values().stream()
            .filter(config -> config.encoding().inputSize() == inputSize)
            .map(MelodyConfig::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; it was made for " + names;
  }

  /** The event whose input the first step has: only the inputs tell it. */
  private static int first(TrainingExample example, MelodyConfig config) {
    float[] input = new float[example.inputSize()];
    return IntStream.concat(
            IntStream.of(Melody.NO_EVENT, Melody.NOTE_OFF),
            IntStream.range(config.minNote(), config.maxNote()))
        .filter(
            event -> {
              config.encoding().encode(new int[] {event}, 0, input, 0);
              return Arrays.equals(
                  input, 0, input.length, example.inputs(), 0, example.inputSize());
            })
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "the first step's inputs are none that %s has".formatted(config.name())));
  }
}
