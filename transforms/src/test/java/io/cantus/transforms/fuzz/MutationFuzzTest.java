package io.cantus.transforms.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Mutants of files of every format that is read, made here and taken from the corpora if they are
 * there. Each must be converted or rejected, never fail, in a second and 256 MB.
 *
 * <p>The build tries some thousands. A million, or any other number, are tried by
 *
 * <pre>{@code
 * mvn -pl transforms -am test -Dtest=MutationFuzzTest -Dcantus.fuzz.mutants=1000000
 * }</pre>
 *
 * with {@code -Dcantus.fuzz.seed=N} for other mutants than those of seed 1, and {@code
 * -Dcantus.fuzz.first=N} to begin at mutant N. Mutants depend on the seed, their number and the
 * files that they are made of. One that breaks something is written to {@code target/fuzz}, where
 * the report of the run goes too.
 */
final class MutationFuzzTest {
  private static final long SEED = Long.getLong("cantus.fuzz.seed", 1);
  private static final long FIRST = Long.getLong("cantus.fuzz.first", 0);
  private static final long MUTANTS = Long.getLong("cantus.fuzz.mutants", 4000);
  private static final int MAX_FINDINGS = 20;

  /** A mutant that takes so long may never end. */
  private static final long PATIENCE_MILLIS = 60_000;

  private static final Path FOLDER = Path.of("target", "fuzz");

  private final List<FuzzSeed> seeds = FuzzSeed.all();

  /** Each format has its share of the mutants, however many files there are of it. */
  private final List<List<FuzzSeed>> formats =
      List.copyOf(
          seeds.stream()
              .collect(Collectors.groupingBy(FuzzSeed::ending, TreeMap::new, Collectors.toList()))
              .values());

  private final MutantCheck check = new MutantCheck();
  private final List<String> findings = new ArrayList<>();

  private volatile long tried;

  /** What is being tried, for the case that it never ends. */
  private volatile Mutant current;

  private record Mutant(long number, String name, byte[] content) {}

  @Test
  void whatIsMadeHereIsConverted() {
    for (SourceFormat format : SourceFormat.values()) {
      assertThat(FuzzSeed.made()).anyMatch(seed -> isOf(seed, format));
    }
    for (FuzzSeed seed : FuzzSeed.made()) {
      assertThat(
              SourceConverter.convert(
                  new SourceFile("fuzz", seed.name()), seed.content(), ConversionLimits.DEFAULTS))
          .as(seed.name())
          .allMatch(conversion -> conversion.outcome() instanceof Outcome.Produced);
    }
  }

  private static boolean isOf(FuzzSeed seed, SourceFormat format) {
    return SourceFormat.of(seed.name()).filter(format::equals).isPresent();
  }

  @Test
  void mutantsDependOnNothingButTheirNumber() {
    assertThat(mutant(17).content()).isEqualTo(mutant(17).content());
    assertThat(mutant(17).content()).isNotEqualTo(mutant(18).content());
  }

  @Test
  void noMutantBreaksAnything() throws Exception {
    Files.createDirectories(FOLDER);
    long start = System.nanoTime();
    Thread worker = new Thread(this::tryAll, "fuzz");
    worker.setDaemon(true);
    worker.start();
    watch(worker);
    double seconds = (System.nanoTime() - start) / 1e9;
    String report =
        "%d mutants of %d files, seed %d, %.0f a second%n"
                .formatted(tried, seeds.size(), SEED, tried / seconds)
            + check.report();
    Files.writeString(FOLDER.resolve("report.txt"), report);
    assertThat(findings).as(report).isEmpty();
    assertThat(tried).isEqualTo(MUTANTS);
  }

  private void tryAll() {
    for (long number = FIRST; number < FIRST + MUTANTS; number++) {
      Mutant mutant = mutant(number);
      current = mutant;
      try {
        check.check(mutant.name(), mutant.content());
      } catch (MutantCheck.Finding finding) {
        findings.add(written(mutant) + ": " + stack(finding));
        if (findings.size() == MAX_FINDINGS) {
          return;
        }
      }
      tried = number + 1 - FIRST;
    }
  }

  private void watch(Thread worker) throws InterruptedException {
    while (worker.isAlive()) {
      long before = tried;
      worker.join(PATIENCE_MILLIS);
      if (worker.isAlive() && tried == before) {
        String where = stackOf(worker);
        throw new AssertionError("%s never ends:%n%s".formatted(written(current), where));
      }
    }
  }

  private Mutant mutant(long number) {
    SplittableRandom random = new SplittableRandom(SEED * 0xd1342543de82ef95L + number);
    List<FuzzSeed> ofOneFormat = picked(random, formats);
    FuzzSeed seed = picked(random, ofOneFormat);
    FuzzSeed other = picked(random, random.nextInt(10) == 0 ? seeds : ofOneFormat);
    String name = random.nextInt(10) == 0 ? other.name() : seed.name();
    byte[] content = new Mutator(random, other.content()).mutant(seed.content());
    return new Mutant(number, name, content);
  }

  private static <T> T picked(SplittableRandom random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Writes a mutant, so that it can be looked at; returns what to call it. */
  private static String written(Mutant mutant) {
    String name = "%d-%d-%s".formatted(SEED, mutant.number(), mutant.name());
    Path path = FOLDER.resolve(name);
    try {
      Files.write(path, mutant.content());
    } catch (IOException e) {
      return "mutant %d of seed %d, not written (%s)".formatted(mutant.number(), SEED, e);
    }
    return "mutant %d of seed %d, in %s".formatted(mutant.number(), SEED, path);
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(30).collect(Collectors.joining("\n"));
  }

  private static String stackOf(Thread thread) {
    return List.of(thread.getStackTrace()).stream()
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n"));
  }
}
