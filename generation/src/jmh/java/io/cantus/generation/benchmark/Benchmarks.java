package io.cantus.generation.benchmark;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints events a second and how far they are from the floor. */
public final class Benchmarks {
  private static final double MICROS = 1e6;

  private Benchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * @param args a regular expression for the names of the benchmarks to run
   */
  public static void main(String[] args) throws RunnerException {
    Collection<RunResult> results;
    try {
      results =
          new Runner(
                  new OptionsBuilder()
                      .include(args[0])
                      .mode(Mode.AverageTime)
                      .timeUnit(TimeUnit.MICROSECONDS)
                      .forks(1)
                      .jvmArgsAppend("-Xmx1g", "-XX:+UseParallelGC")
                      .warmupIterations(4)
                      .warmupTime(TimeValue.seconds(2))
                      .measurementIterations(7)
                      .measurementTime(TimeValue.seconds(1))
                      .build())
              .run();
    } catch (NoBenchmarksException e) {
      // Those of another module are meant.
      return;
    }
    Map<String, Double> micros = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      micros.put(
          name.substring(name.lastIndexOf('.') + 1),
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
    int melodies = GenerationBenchmark.MELODIES;
    int made = melodies * GenerationBenchmark.eventsMade();
    print("lookback", made, micros);
    print("attention", made, micros);
    print("lookbackNetwork", melodies * GenerationBenchmark.STEPS, micros);
    if (micros.containsKey("matrixProduct")) {
      double flopPerMicro = 2 * Math.pow(GenerationBenchmark.SIDE, 3) / micros.get("matrixProduct");
      System.out.printf(
          Locale.ROOT,
          "%-16s %9.0f events/s: %.0f kFLOP an event at the %.1f GFLOP/s of native matrix products%n",
          "floor",
          MICROS * flopPerMicro / GenerationBenchmark.flop(),
          GenerationBenchmark.flop() / 1e3,
          flopPerMicro / 1e3);
    }
  }

  private static void print(String name, int events, Map<String, Double> micros) {
    if (micros.containsKey(name)) {
      System.out.printf(
          Locale.ROOT, "%-16s %9.0f events/s%n", name, events / micros.get(name) * MICROS);
    }
  }
}
