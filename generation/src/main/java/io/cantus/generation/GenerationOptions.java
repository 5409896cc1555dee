package io.cantus.generation;

import io.cantus.transforms.UsageException;
import java.io.Serializable;

/**
 * How to generate; every number that cannot be is a {@link UsageException}.
 *
 * @param numSteps steps of the whole melody, the primer included, at most a million; 16 are a bar
 *     of 4/4
 * @param temperature above 1 makes choices more even, below 1 more likely to be the likeliest
 * @param beamSize sequences that are kept after an iteration of the beam search
 * @param branchFactor continuations of each that an iteration tries
 * @param stepsPerIteration steps that an iteration adds
 */
public record GenerationOptions(
    int numSteps, double temperature, int beamSize, int branchFactor, int stepsPerIteration)
    implements Serializable {

  /** Magenta's defaults: 128 steps, no beam. */
  public static final GenerationOptions DEFAULTS = new GenerationOptions(128, 1.0, 1, 1, 1);

  /** More than anybody listens to, and still a small array. */
  private static final int MAX_STEPS = 1_000_000;

  public GenerationOptions {
    atLeastOne("num_steps", numSteps);
    if (numSteps > MAX_STEPS) {
      throw new UsageException(
          "num_steps is %d and must be at most %d".formatted(numSteps, MAX_STEPS));
    }
    atLeastOne("beam_size", beamSize);
    atLeastOne("branch_factor", branchFactor);
    atLeastOne("steps_per_iteration", stepsPerIteration);
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new UsageException(
          "temperature is %s and must be a number greater than 0".formatted(temperature));
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new UsageException("%s is %d and must be at least 1".formatted(name, value));
    }
  }

  /** Sequences that the search for one melody goes on with at once. */
  public long sequences() {
    return (long) beamSize * branchFactor;
  }
}
