package io.cantus.generation;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.UsageException;

/**
 * Where generation starts and ends, in seconds and steps, computed in doubles exactly as Magenta
 * does: the primer usually grows by two steps, and at some tempos, 122 for one, one step fewer than
 * asked for is made.
 *
 * @param qpm quarter notes per minute
 * @param secondsPerStep the length of a step
 * @param generateStart one step after the last note of the primer has ended, in seconds
 * @param generateEnd in seconds
 * @param startStep the first step to be generated
 * @param endStep the step after the last one
 */
record GenerationTiming(
    double qpm,
    double secondsPerStep,
    double generateStart,
    double generateEnd,
    long startStep,
    int endStep) {

  /**
   * The timing of a run.
   *
   * @throws UsageException if the primer leaves no step to generate; says how many are needed
   */
  static GenerationTiming of(NoteSequence primer, double qpm, int stepsPerQuarter, int numSteps) {
    double primerEnd =
        primer.getNotesList().stream().mapToDouble(NoteSequence.Note::getEndTime).max().orElse(0);
    GenerationTiming timing = of(primerEnd, qpm, stepsPerQuarter, numSteps);
    if (!timing.leavesSteps()) {
      long needed = timing.startStep;
      while (needed < Integer.MAX_VALUE
          && !of(primerEnd, qpm, stepsPerQuarter, (int) needed).leavesSteps()) {
        needed++;
      }
      throw new UsageException(
          "the primer takes %d steps and leaves none of num_steps %d; give at least %d"
              .formatted(timing.startStep, numSteps, needed));
    }
    return timing;
  }

  private static GenerationTiming of(
      double primerEnd, double qpm, int stepsPerQuarter, int numSteps) {
    double secondsPerStep = 60.0 / qpm / stepsPerQuarter;
    double stepsPerSecond = stepsPerQuarter * qpm / 60.0;
    double start = primerEnd + secondsPerStep;
    double end = numSteps * secondsPerStep;
    return new GenerationTiming(
        qpm,
        secondsPerStep,
        start,
        end,
        (long) (start * stepsPerSecond + 1),
        (int) (end * stepsPerSecond));
  }

  private boolean leavesSteps() {
    return generateStart < generateEnd && startStep < endStep;
  }
}
