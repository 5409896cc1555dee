package io.cantus.jobs.train;

import io.cantus.training.EventMetrics;
import java.util.ArrayList;
import java.util.List;

/** How a training went, at the steps that were logged. */
public final class Curve {
  private final List<Point> points = new ArrayList<>();

  /**
   * One logged minibatch.
   *
   * @param step its number, counted from 1
   * @param loss mean cross entropy in nats
   * @param accuracy share of right predictions, 0 to 1
   */
  public record Point(long step, double loss, double accuracy) {}

  void add(long step, EventMetrics metrics) {
    points.add(new Point(step, metrics.loss(), metrics.accuracy()));
  }

  /** The points by step. */
  public List<Point> points() {
    return List.copyOf(points);
  }
}
