package io.cantus.transforms.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints speeds and ratios, so that nobody has to compute them by hand. */
public final class Benchmarks {
  private static final double MICROS = 1e6;

  private Benchmarks() {}

  /** What is compared: the first method is ours, the times of the others are divided by its. */
  private record Comparison(
      String title, Class<?> benchmark, List<String> methods, String item, Amount amount) {}

  /** What one operation of a comparison's benchmarks goes through. */
  private record Amount(int items, long bytes) {}

  /**
   * Runs the benchmarks.
   *
   * @param args a regular expression for the names of the benchmarks to run; then a folder of MIDI
   *     files, unless the default of {@link BenchmarkCorpus#load} is meant
   */
  public static void main(String[] args) throws RunnerException {
    String folder = args.length > 1 ? args[1] : "";
    Options options =
        new OptionsBuilder()
            .include(args[0])
            .param("corpus", folder)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")
            .warmupIterations(4)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(7)
            .measurementTime(TimeValue.seconds(1))
            .build();
    Collection<RunResult> results;
    try {
      results = new Runner(options).run();
    } catch (NoBenchmarksException e) {
      // Those of another module are meant.
      return;
    }
    BenchmarkCorpus corpus = BenchmarkCorpus.load(folder);
    Amount midi = new Amount(corpus.midi().size(), corpus.midiBytes());
    Amount sequences = new Amount(corpus.records().size(), corpus.recordBytes());
    print(
        List.of(
            new Comparison(
                "MIDI to NoteSequence, MB of MIDI",
                MidiBenchmark.class,
                List.of("convert", "parseByJavaSound", "copyAndChecksum"),
                "files",
                midi),
            new Comparison(
                "NoteSequence to SequenceExamples, lookback_rnn, MB of NoteSequence",
                MelodyBenchmark.class,
                List.of("extractCompact", "extractDense", "parseOnly", "parseByProtobuf"),
                "sequences",
                sequences),
            new Comparison(
                "TFRecord, MB of NoteSequence",
                TfRecordBenchmark.class,
                List.of("write", "read", "checksum"),
                "records",
                sequences)),
        medians(results));
  }

  /** Median time of an operation in microseconds, by benchmark. */
  private static Map<String, Double> medians(Collection<RunResult> results) {
    Map<String, Double> medians = new TreeMap<>();
    for (RunResult result : results) {
      medians.put(
          result.getParams().getBenchmark(),
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
    return medians;
  }

  private static void print(List<Comparison> comparisons, Map<String, Double> medians) {
    for (Comparison comparison : comparisons) {
      Double ours = medians.get(name(comparison, comparison.methods().get(0)));
      if (ours == null) {
        continue;
      }
      Amount amount = comparison.amount();
      System.out.printf(
          Locale.ROOT,
          "%n%s (%d %s, %.1f MB)%n",
          comparison.title(),
          amount.items(),
          comparison.item(),
          amount.bytes() / 1e6);
      for (String method : comparison.methods()) {
        Double micros = medians.get(name(comparison, method));
        if (micros != null) {
          System.out.printf(
              Locale.ROOT,
              "  %-18s %9.1f MB/s %10.0f %s/s   time %.3f of ours%n",
              method,
              amount.bytes() / micros,
              amount.items() / micros * MICROS,
              comparison.item(),
              micros / ours);
        }
      }
    }
  }

  private static String name(Comparison comparison, String method) {
    return comparison.benchmark().getName() + "." + method;
  }
}
