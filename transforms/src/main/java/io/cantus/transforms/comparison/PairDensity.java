package io.cantus.transforms.comparison;

import java.util.List;

/**
 * The density of the Euclidean distances between the melodies of a set, or of two, in one feature:
 * Yang and Lerch's intra-set and inter-set distances, smoothed by a Gaussian kernel of Scott's
 * width, on a grid from 0 to the largest distance, where it adds up to 1.
 */
final class PairDensity {
  private static final int CELLS = 1000;

  /** Beyond so many widths a kernel is nothing. */
  private static final int KERNEL_WIDTHS = 6;

  /** For a density that is nothing where another is not. */
  private static final double LEAST = 1e-12;

  private final double cell;
  private final double[] counts = new double[CELLS];
  private double count;
  private double sum;
  private double squares;

  /**
   * @param largest no distance is larger
   */
  private PairDensity(double largest) {
    cell = largest == 0 ? 1 : largest / (CELLS - 1);
  }

  /** Of every pair in a set. */
  static PairDensity within(List<double[]> set, double largest) {
    PairDensity density = new PairDensity(largest);
    for (int i = 0; i < set.size(); i++) {
      for (int j = i + 1; j < set.size(); j++) {
        density.add(distance(set.get(i), set.get(j)));
      }
    }
    return density;
  }

  /** Of every pair with one of each set. */
  static PairDensity between(List<double[]> one, List<double[]> other, double largest) {
    PairDensity density = new PairDensity(largest);
    for (double[] a : one) {
      for (double[] b : other) {
        density.add(distance(a, b));
      }
    }
    return density;
  }

  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private void add(double distance) {
    counts[(int) Math.min(CELLS - 1, Math.round(distance / cell))]++;
    count++;
    sum += distance;
    squares += distance * distance;
  }

  /** The smoothed density of each cell; at least one distance is needed. */
  private double[] smoothed() {
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    double width = Math.max(1, deviation * Math.pow(count, -0.2) / cell);
    int reach = (int) Math.min(CELLS, Math.ceil(KERNEL_WIDTHS * width));
    double[] kernel = new double[reach + 1];
    for (int i = 0; i <= reach; i++) {
      kernel[i] = StrictMath.exp(-0.5 * (i / width) * (i / width));
    }
    double[] smooth = new double[CELLS];
    for (int from = 0; from < CELLS; from++) {
      if (counts[from] > 0) {
        for (int to = Math.max(0, from - reach); to < Math.min(CELLS, from + reach + 1); to++) {
          smooth[to] += counts[from] * kernel[Math.abs(to - from)];
        }
      }
    }
    double total = 0;
    for (double value : smooth) {
      total += value;
    }
    for (int i = 0; i < CELLS; i++) {
      smooth[i] /= total;
    }
    return smooth;
  }

  /** How much of this and the other is in the same place: 1 if they are equal. */
  double overlap(PairDensity other) {
    double[] p = smoothed();
    double[] q = other.smoothed();
    double overlap = 0;
    for (int i = 0; i < CELLS; i++) {
      overlap += Math.min(p[i], q[i]);
    }
    return overlap;
  }

  /** The Kullback-Leibler divergence of this from the other in nats: 0 if they are equal. */
  double divergence(PairDensity other) {
    double[] p = smoothed();
    double[] q = other.smoothed();
    double divergence = 0;
    for (int i = 0; i < CELLS; i++) {
      if (p[i] > 0) {
        divergence += p[i] * StrictMath.log(p[i] / Math.max(q[i], LEAST));
      }
    }
    return Math.max(0, divergence);
  }
}
