package io.cantus.transforms.comparison;

import java.util.Arrays;
import java.util.List;

/** Distances of distributions from each other. */
public final class Distances {
  private static final double LN_2 = StrictMath.log(2);

  private Distances() {}

  /**
   * The Jensen-Shannon divergence of two histograms in bits: 0 if they are equal, 1 if no bin is in
   * both.
   *
   * @param p adds up to 1, like {@code q}, which is as long
   */
  public static double jensenShannon(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double middle = (p[i] + q[i]) / 2;
      sum += (term(p[i], middle) + term(q[i], middle)) / 2;
    }
    return Math.max(0, sum / LN_2);
  }

  private static double term(double p, double q) {
    return p == 0 ? 0 : p * StrictMath.log(p / q);
  }

  /**
   * The Wasserstein-1 distance of two samples, in their unit: how far one has to be moved, on
   * average, to become the other.
   *
   * @param a not empty, like {@code b}
   */
  public static double wasserstein(double[] a, double[] b) {
    double[] first = a.clone();
    double[] second = b.clone();
    Arrays.sort(first);
    Arrays.sort(second);
    double moved = 0;
    double at = Math.min(first[0], second[0]);
    int i = 0;
    int j = 0;
    while (i < first.length || j < second.length) {
      double next =
          j == second.length || (i < first.length && first[i] <= second[j]) ? first[i] : second[j];
      moved += (next - at) * Math.abs((double) i / first.length - (double) j / second.length);
      at = next;
      while (i < first.length && first[i] == at) {
        i++;
      }
      while (j < second.length && second[j] == at) {
        j++;
      }
    }
    return moved;
  }

  /** The mean of histograms of one length, of which there is at least one. */
  static double[] mean(List<double[]> histograms) {
    double[] mean = new double[histograms.get(0).length];
    for (double[] histogram : histograms) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += histogram[i] / histograms.size();
      }
    }
    return mean;
  }
}
