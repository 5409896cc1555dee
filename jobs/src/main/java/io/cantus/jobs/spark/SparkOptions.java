package io.cantus.jobs.spark;

import io.cantus.transforms.UsageException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** The options of every command that runs on Spark, and the context that they describe. */
public final class SparkOptions {
  private static final String LOOPBACK = "127.0.0.1";

  @Option(
      names = "--master",
      order = 90,
      paramLabel = "URL",
      description =
          "Spark master, such as local[2] or spark://host:7077."
              + " Default: spark-submit's, else local[*].")
  private String master;

  /**
   * Opens the context; closing it is the caller's business. Settings of spark-submit stay as they
   * are, apart from those given here.
   *
   * @param name what Spark's own pages call the run
   * @param settings keys beginning with {@code spark.}, over ours
   */
  public JavaSparkContext open(String name, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    conf.setAppName(name);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    }
    settings.forEach(conf::set);
    return new JavaSparkContext(conf);
  }

  /**
   * A number of tasks that may have been given.
   *
   * @throws UsageException if it is not positive
   */
  public static OptionalInt partitions(Integer given) {
    if (given != null && given < 1) {
      throw new UsageException("--partitions is %d but must be at least 1".formatted(given));
    }
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }
}
