package io.cantus.generation;

import io.cantus.transforms.encoding.EventEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Continues one sequence of events by sampling, and keeps the likeliest of several continuations;
 * after Magenta's beam_search and events_rnn_model, whose order of sequences, of random numbers and
 * of rounding it keeps. The network sees the primer once, whatever number of continuations follow.
 * Thread-safe.
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
  private final int steps;
  private final Sequence primed;

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
    steps = targetLength - primer.length;
    if (primer.length == 0 || steps <= 0) {
      throw new IllegalArgumentException(
          "a primer of %d events to be continued to %d".formatted(primer.length, targetLength));
    }
    primed = new Sequence(primer, targetLength);
    primed.feedPrimer();
  }

  /** Steps of the first branching: those that full iterations leave over, but never none. */
  int firstSteps() {
    return (steps - 1) % options.stepsPerIteration() + 1;
  }

  /** Full iterations after the first branching. */
  int iterations() {
    return (steps - firstSteps()) / options.stepsPerIteration();
  }

  /** The likeliest sequence of those that the draws lead to, the first of equally likely ones. */
  Found search(DrawSource draws) {
    List<Sequence> beam = new ArrayList<>();
    for (int i = 0; i < options.beamSize(); i++) {
      beam.add(primed);
    }
    beam = branch(beam, firstSteps(), draws);
    for (int i = 0; i < iterations(); i++) {
      beam = branch(best(beam, options.beamSize()), options.stepsPerIteration(), draws);
    }
    Sequence found = best(beam, 1).get(0);
    return new Found(found.events, found.score);
  }

  private List<Sequence> branch(List<Sequence> beam, int steps, DrawSource draws) {
    List<Sequence> branches = new ArrayList<>();
    for (int i = 0; i < options.branchFactor(); i++) {
      for (Sequence sequence : beam) {
        branches.add(sequence.copy());
      }
    }
    for (int step = 0; step < steps; step++) {
      for (Sequence sequence : branches) {
        sequence.feedLatest();
        sequence.sample(draws.next());
      }
    }
    return branches;
  }

  /** The likeliest first; equally likely ones stay in their order. */
  private static List<Sequence> best(List<Sequence> beam, int count) {
    return beam.stream()
        .sorted(Comparator.comparingDouble((Sequence sequence) -> sequence.score).reversed())
        .limit(count)
        .toList();
  }

  /** Events, how likely they are, and the network after some or all of them. */
  private final class Sequence {
    final int[] events;
    float score;

    private final EventNetwork.State state;
    private final float[] input = new float[network.inputSize()];
    private final float[] logits = new float[network.classes()];

    /** Of the event after those that the network was fed. */
    private final float[] probabilities;

    private int length;
    private int fed;

    /** The part of the score that the next step adds besides its own. */
    private double pendingScore;

    Sequence(int[] primer, int targetLength) {
      events = Arrays.copyOf(primer, targetLength);
      length = primer.length;
      state = network.start();
      probabilities = new float[network.classes()];
    }

    private Sequence(Sequence other) {
      events = other.events.clone();
      score = other.score;
      state = other.state.copy();
      probabilities = other.probabilities.clone();
      length = other.length;
      fed = other.fed;
      pendingScore = other.pendingScore;
    }

    Sequence copy() {
      return new Sequence(this);
    }

    /** Shows the network the primer, each of whose events counts as if it had been sampled. */
    void feedPrimer() {
      feed();
      while (fed < length) {
        pendingScore += Sampler.logLikelihood(probabilities[encoding.label(events, fed)]);
        feed();
      }
    }

    /** Shows the network the latest event, unless it has seen that. */
    void feedLatest() {
      if (fed < length) {
        feed();
      }
    }

    private void feed() {
      encoding.encode(events, fed, input, 0);
      state.step(input, logits);
      Sampler.softmax(logits, options.temperature(), probabilities);
      fed++;
    }

    void sample(double draw) {
      int label = Sampler.choose(probabilities, draw);
      // Rounded once a step: which of two almost equal sequences is kept depends on it.
      score = (float) (score + (pendingScore + Sampler.logLikelihood(probabilities[label])));
      pendingScore = 0;
      events[length] = encoding.event(label, events, length);
      length++;
    }
  }
}
