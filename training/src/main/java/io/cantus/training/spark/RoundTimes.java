package io.cantus.training.spark;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of an averaging round went, in seconds. The parts are those of an average worker
 * and add up to the total.
 *
 * @param total from the round's begin to the end of the averaging
 * @param training forward, backward and updates
 * @param reading fetching examples and making minibatches of them
 * @param setUp making the worker's copy of the network
 * @param waiting for the slowest worker
 * @param spark sending the network out, starting tasks and collecting their results
 * @param averaging on the driver
 */
public record RoundTimes(
    double total,
    double training,
    double reading,
    double setUp,
    double waiting,
    double spark,
    double averaging) {

  /**
   * The time of one worker in one round, in seconds.
   *
   * @param training forward, backward and updates
   * @param reading fetching examples and making minibatches of them
   * @param setUp making the copy of the network
   */
  record Worker(double training, double reading, double setUp) implements Serializable {
    double total() {
      return training + reading + setUp;
    }
  }

  /**
   * @param total from the round's begin to its end
   */
  static RoundTimes of(double total, double averaging, List<Worker> workers) {
    double slowest = workers.stream().mapToDouble(Worker::total).max().orElse(0);
    return new RoundTimes(
        total,
        mean(workers, Worker::training),
        mean(workers, Worker::reading),
        mean(workers, Worker::setUp),
        slowest - mean(workers, Worker::total),
        total - averaging - slowest,
        averaging);
  }

  private static double mean(List<Worker> workers, ToDoubleFunction<Worker> time) {
    return workers.stream().mapToDouble(time).average().orElse(0);
  }
}
