package io.cantus.jobs.sweep;

import io.cantus.jobs.train.TrainRequest;
import java.util.List;

/**
 * Runs that belong together.
 *
 * @param folder that holds them
 * @param combinations what is different in each, as {@code --hparams} takes it
 * @param requests as many, in the same order
 */
record Sweep(String folder, List<String> combinations, List<TrainRequest> requests) {
  Sweep {
    combinations = List.copyOf(combinations);
    requests = List.copyOf(requests);
  }

  /** The folder of the run of this number. */
  static String folder(String parent, int index) {
    return parent + "/" + name(index);
  }

  static String name(int index) {
    return "run-%03d".formatted(index);
  }

  /** Minibatches that each run trains. */
  long steps() {
    return requests.get(0).length().steps();
  }
}
