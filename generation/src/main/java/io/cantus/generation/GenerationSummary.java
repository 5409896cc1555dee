package io.cantus.generation;

/**
 * What a run has made.
 *
 * @param outputs how many
 * @param notes of all of them
 * @param stepsAsked steps that the user asked for
 * @param stepsMade steps of every output, at some tempos one fewer
 * @param qpm quarter notes per minute of every output
 * @param seed of the random choices
 */
public record GenerationSummary(
    int outputs, long notes, int stepsAsked, int stepsMade, double qpm, long seed) {

  /** The summary of a generator's outputs. */
  public static GenerationSummary of(
      MelodyGenerator generator, int outputs, long notes, long seed) {
    return new GenerationSummary(
        outputs, notes, generator.stepsAsked(), generator.stepsMade(), generator.qpm(), seed);
  }

  /**
   * One line for people.
   *
   * @param where the outputs are
   */
  public String text(String where) {
    String fewer =
        stepsMade == stepsAsked
            ? ""
            : " (one fewer than the %d asked for: at this tempo the end falls just before a step)"
                .formatted(stepsAsked);
    return "Wrote %d MIDI files to %s: %d steps each%s at %s qpm, %d notes in all; --seed=%d repeats them"
        .formatted(outputs, where, stepsMade, fewer, qpm, notes, seed);
  }
}
