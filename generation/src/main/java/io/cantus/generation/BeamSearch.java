package io.cantus.generation;

import io.cantus.transforms.encoding.EventEncoding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Continues a sequence of events by sampling, any number of times at once, and keeps the likeliest
 * of several continuations; after Magenta's beam_search and events_rnn_model, whose order of
 * sequences, of random numbers and of rounding it keeps. The network sees the primer once, whatever
 * number of continuations follow. Thread-safe.
 */
final class BeamSearch {
  /**
   * A finished sequence.
   *
   * @param events the primer and what was generated
   * @param logLikelihood of all events but the first, at the temperature of the search
   */
  record Found(int[] events, float logLikelihood) {}

  private final EventNetwork network;
  private final EventEncoding encoding;
  private final GenerationOptions options;
  private final int[] primer;
  private final int targetLength;

  /** The network after the primer, what it answered, and how likely it found the primer. */
  private final EventNetwork.State primed;

  private final float[] primedLogits;
  private final double primerScore;

  /**
   * @param primer at least one event, in the model's range
   * @param targetLength events of a finished sequence, more than the primer has
   */
  BeamSearch(
      EventNetwork network,
      EventEncoding encoding,
      GenerationOptions options,
      int[] primer,
      int targetLength) {
    this.network = network;
    this.encoding = encoding;
    this.options = options;
    this.primer = primer;
    this.targetLength = targetLength;
    if (primer.length == 0 || targetLength <= primer.length) {
      throw new IllegalArgumentException(
          "a primer of %d events to be continued to %d".formatted(primer.length, targetLength));
    }
    primed = network.start();
    primedLogits = new float[network.classes()];
    primerScore = feedPrimer();
  }

  /** Each event of the primer but the first counts as if it had been sampled. */
  private double feedPrimer() {
    float[] input = new float[network.inputSize()];
    float[] probabilities = new float[network.classes()];
    double score = 0;
    for (int position = 0; position < primer.length; position++) {
      if (position > 0) {
        Sampler.softmax(primedLogits, options.temperature(), probabilities);
        score += Sampler.logLikelihood(probabilities[encoding.label(primer, position)]);
      }
      encoding.encode(primer, position, input, 0);
      primed.step(input, primedLogits);
    }
    return score;
  }

  private int steps() {
    return targetLength - primer.length;
  }

  /** Steps of the first branching: those that full iterations leave over, but never none. */
  int firstSteps() {
    return (steps() - 1) % options.stepsPerIteration() + 1;
  }

  /** Full iterations after the first branching. */
  int iterations() {
    return (steps() - firstSteps()) / options.stepsPerIteration();
  }

  /**
   * For each source of draws the likeliest sequence of those that its draws lead to, the first of
   * equally likely ones. The sequences are the same as if each had been searched alone.
   */
  List<Found> search(List<DrawSource> draws) {
    Beams beams = new Beams(draws);
    beams.branch(firstSteps());
    for (int i = 0; i < iterations(); i++) {
      beams.keepBest(options.beamSize());
      beams.branch(options.stepsPerIteration());
    }
    beams.keepBest(1);
    return beams.found();
  }

  /** The sequences of several searches side by side, those of one search in a row. */
  private final class Beams {
    private final List<DrawSource> draws;
    private final float[] probabilities = new float[network.classes()];
    private EventNetwork.State state;
    private float[][] inputs;
    private float[][] logits;
    private int[][] events;
    private float[] scores;
    private int length = primer.length;

    Beams(List<DrawSource> draws) {
      this.draws = draws;
      int sequences = draws.size() * options.beamSize();
      state = primed.repeat(sequences);
      events = new int[sequences][];
      Arrays.setAll(events, sequence -> Arrays.copyOf(primer, targetLength));
      scores = new float[sequences];
      makeRoom();
      Arrays.setAll(logits, sequence -> primedLogits.clone());
    }

    private void makeRoom() {
      inputs = new float[events.length][network.inputSize()];
      logits = new float[events.length][network.classes()];
    }

    /** Sequences of each search. */
    private int width() {
      return events.length / draws.size();
    }

    /** Tries so many continuations of each sequence: copies of all, then copies of all again. */
    void branch(int steps) {
      int width = width();
      int[] from = new int[events.length * options.branchFactor()];
      for (int i = 0; i < from.length; i++) {
        int search = i / (width * options.branchFactor());
        from[i] = search * width + i % width;
      }
      select(from);
      for (int step = 0; step < steps; step++) {
        if (length > primer.length) {
          feedLatest();
        }
        sample();
      }
    }

    private void feedLatest() {
      for (int i = 0; i < events.length; i++) {
        encoding.encode(events[i], length - 1, inputs[i], 0);
      }
      state.step(inputs, logits);
    }

    private void sample() {
      double pending = length == primer.length ? primerScore : 0;
      for (int i = 0; i < events.length; i++) {
        Sampler.softmax(logits[i], options.temperature(), probabilities);
        int label = Sampler.choose(probabilities, draws.get(i / width()).next());
        // Rounded once a step: which of two almost equal sequences is kept depends on it.
        scores[i] = (float) (scores[i] + (pending + Sampler.logLikelihood(probabilities[label])));
        events[i][length] = encoding.event(label, events[i], length);
      }
      length++;
    }

    /** Keeps so many of each search, the likeliest first; equally likely ones in their order. */
    void keepBest(int count) {
      int width = width();
      if (width == 1) {
        return;
      }
      select(
          IntStream.range(0, draws.size())
              .flatMap(
                  search ->
                      IntStream.range(search * width, (search + 1) * width)
                          .boxed()
                          .sorted(
                              Comparator.comparingDouble((Integer sequence) -> scores[sequence])
                                  .reversed())
                          .limit(count)
                          .mapToInt(sequence -> sequence))
              .toArray());
    }

    private void select(int[] from) {
      if (Arrays.equals(from, IntStream.range(0, events.length).toArray())) {
        return;
      }
      int[][] allEvents = events;
      float[] allScores = scores;
      float[][] allLogits = logits;
      state = state.select(from);
      events = new int[from.length][];
      scores = new float[from.length];
      makeRoom();
      for (int i = 0; i < from.length; i++) {
        events[i] = allEvents[from[i]].clone();
        scores[i] = allScores[from[i]];
        logits[i] = allLogits[from[i]].clone();
      }
    }

    List<Found> found() {
      return IntStream.range(0, events.length)
          .mapToObj(i -> new Found(events[i], scores[i]))
          .toList();
    }
  }
}
