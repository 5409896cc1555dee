package io.cantus.transforms;

import java.util.List;

/**
 * What a stage made of one input: {@link Produced} zero or more values, {@link Rejected} with a
 * reason, or {@link Failed} by a bug of ours. Each input of a stage has exactly one outcome, so
 * counts of outcomes add up to the number of inputs.
 *
 * @param <T> what the stage produces
 */
public sealed interface Outcome<T> {

  /** The input was understood; {@code values} may be empty. */
  record Produced<T>(List<T> values) implements Outcome<T> {
    public Produced {
      values = List.copyOf(values);
    }
  }

  /** The input cannot be used, for a reason that lies in the input. */
  record Rejected<T>(Rejection rejection) implements Outcome<T> {}

  /** The stage broke on the input: a bug, kept and counted, never fatal to the job. */
  record Failed<T>(Throwable cause) implements Outcome<T> {}

  static <T> Outcome<T> produced(T value) {
    return new Produced<>(List.of(value));
  }

  static <T> Outcome<T> produced(List<T> values) {
    return new Produced<>(values);
  }

  static <T> Outcome<T> rejected(Rejection rejection) {
    return new Rejected<>(rejection);
  }

  static <T> Outcome<T> failed(Throwable cause) {
    return new Failed<>(cause);
  }
}
