package io.cantus.training;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loss and accuracies over steps, as Magenta reports them: sums that are added up step by step and
 * merged batch by batch. Steps whose label is the encoding's default label count as no event.
 * Merging in the same order gives the same numbers to the bit. Not thread-safe.
 */
public final class EventMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int defaultLabel;
  private final long[] labelled;
  private final long[] correct;
  private double crossEntropy;

  /** No steps yet, for a network of {@code numClasses} classes. */
  public EventMetrics(int numClasses, int defaultLabel) {
    this.defaultLabel = defaultLabel;
    this.labelled = new long[numClasses];
    this.correct = new long[numClasses];
  }

  /**
   * Counts one step.
   *
   * @param label the class that was right
   * @param predicted the most probable class, the lowest of several
   * @param stepCrossEntropy minus the natural logarithm of the probability of {@code label}
   */
  public void add(int label, int predicted, double stepCrossEntropy) {
    labelled[label]++;
    if (predicted == label) {
      correct[label]++;
    }
    crossEntropy += stepCrossEntropy;
  }

  /** Counts all steps of another. */
  public void merge(EventMetrics other) {
    if (other.defaultLabel != defaultLabel || other.labelled.length != labelled.length) {
      throw new IllegalArgumentException("metrics of different networks");
    }
    for (int label = 0; label < labelled.length; label++) {
      labelled[label] += other.labelled[label];
      correct[label] += other.correct[label];
    }
    crossEntropy += other.crossEntropy;
  }

  /** Steps counted. */
  public long steps() {
    return sum(labelled);
  }

  /** Natural logarithm of the probability of all labels together; 0 without steps. */
  public double logLikelihood() {
    return 0 - crossEntropy;
  }

  /** Mean cross entropy of a step, in nats; NaN without steps. */
  public double loss() {
    return crossEntropy / steps();
  }

  public double perplexity() {
    return Math.exp(loss());
  }

  /** Share of steps whose label was the most probable class; NaN without steps. */
  public double accuracy() {
    return (double) sum(correct) / steps();
  }

  /** Accuracy over the steps whose label is not the default one; NaN if there are none. */
  public double eventAccuracy() {
    return (double) (sum(correct) - correct[defaultLabel]) / (steps() - labelled[defaultLabel]);
  }

  /** Accuracy over the steps whose label is the default one; NaN if there are none. */
  public double noEventAccuracy() {
    return (double) correct[defaultLabel] / labelled[defaultLabel];
  }

  /** Mean over all classes of the accuracy over the steps of the class, 0 for absent classes. */
  public double perClassAccuracy() {
    double sum = 0;
    for (int label = 0; label < labelled.length; label++) {
      sum += orZero((double) correct[label] / labelled[label]);
    }
    return sum / labelled.length;
  }

  /** The scalars of a training batch under Magenta's tags. An accuracy over no steps is NaN. */
  public Map<String, Double> trainScalars() {
    return scalars(eventAccuracy(), noEventAccuracy());
  }

  /** The scalars of an evaluation under Magenta's tags. An accuracy over no steps is 0. */
  public Map<String, Double> evalScalars() {
    Map<String, Double> scalars = scalars(orZero(eventAccuracy()), orZero(noEventAccuracy()));
    scalars.put("metrics/per_class_accuracy", perClassAccuracy());
    return scalars;
  }

  private Map<String, Double> scalars(double eventAccuracy, double noEventAccuracy) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss", loss());
    scalars.put("metrics/perplexity", perplexity());
    scalars.put("metrics/accuracy", accuracy());
    scalars.put("metrics/event_accuracy", eventAccuracy);
    scalars.put("metrics/no_event_accuracy", noEventAccuracy);
    // In a melody every step of time is one event, so these two repeat the first two.
    scalars.put("metrics/loss_per_step", loss());
    scalars.put("metrics/perplexity_per_step", perplexity());
    return scalars;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private static double orZero(double ratio) {
    return Double.isNaN(ratio) ? 0 : ratio;
  }
}
