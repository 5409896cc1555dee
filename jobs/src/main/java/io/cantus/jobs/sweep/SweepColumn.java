package io.cantus.jobs.sweep;

import io.cantus.jobs.train.RunRecord;
import io.cantus.training.checkpoint.BestEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is told of each run of a sweep. What a run does not know is left empty. */
enum SweepColumn {
  RUN,
  HPARAMS,
  STATUS,
  STEPS,
  EVAL_LOSS,
  EVAL_PERPLEXITY,
  EVAL_ACCURACY,
  BEST_STEP,
  TRAIN_LOSS,
  STEPS_PER_SEC,
  FAILURE;

  /** Names of the columns as in the table for machines. */
  static List<String> names() {
    return Stream.of(values()).map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** The name as people read it. */
  String heading() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  String of(SweepRun run) {
    return switch (this) {
      case RUN -> run.name();
      case HPARAMS -> run.hparams();
      case STATUS -> run.standing().text();
      case STEPS -> String.valueOf(run.step());
      case EVAL_LOSS -> best(run, best -> number(best.loss()));
      case EVAL_PERPLEXITY -> best(run, best -> number(Math.exp(best.loss())));
      case EVAL_ACCURACY -> measured(run, RunRecord::bestAccuracy);
      case BEST_STEP -> best(run, best -> String.valueOf(best.step()));
      case TRAIN_LOSS -> measured(run, RunRecord::lastLoss);
      case STEPS_PER_SEC -> measured(run, RunRecord::stepsPerSecond);
      case FAILURE -> run.failure().replaceAll("\\s+", " ");
    };
  }

  private static String best(SweepRun run, Function<BestEvaluation, String> text) {
    return run.record()
        .map(record -> record.state().best())
        .filter(BestEvaluation::exists)
        .map(text)
        .orElse("");
  }

  private static String measured(SweepRun run, Function<RunRecord, OptionalDouble> value) {
    OptionalDouble found = run.record().map(value).orElse(OptionalDouble.empty());
    return found.isPresent() ? number(found.getAsDouble()) : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}
