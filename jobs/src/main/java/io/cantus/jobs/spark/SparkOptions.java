package io.cantus.jobs.spark;

import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Storage;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** The options of every command that runs on Spark, and the context that they describe. */
public final class SparkOptions {
  private static final String MASTER = "spark.master";
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
   * The file systems that the context will know, so that mistakes in paths show before it is
   * opened.
   *
   * @param settings as for {@link #open}
   */
  public Storage storage(Map<String, String> settings) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : conf(settings).getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return new Storage(hadoop);
  }

  /**
   * Opens the context; closing it is the caller's business. Settings of spark-submit stay as they
   * are, apart from those given here.
   *
   * @param name what Spark's own pages call the run
   * @param settings keys beginning with {@code spark.}, over ours
   * @throws UsageException if there is no such master
   * @throws BadInputException if a master of Spark's own cluster manager is not there
   */
  public JavaSparkContext open(String name, Map<String, String> settings) {
    SparkConf conf = conf(settings).setAppName(name);
    String url = conf.get(MASTER);
    if (StandaloneMaster.isUrl(url)) {
      StandaloneMaster.requireListening(url);
      return StandaloneMaster.registered(url, start(conf, url));
    }
    return start(conf, url);
  }

  private static JavaSparkContext start(SparkConf conf, String url) {
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) {
      // Spark's exceptions are checked ones that its methods do not declare.
      if (e.getMessage() != null && e.getMessage().contains("Master URL")) {
        throw new UsageException(
            "'%s' is no Spark master; give one such as --master=local[2]".formatted(url));
      }
      if (e.getMessage() != null && e.getMessage().contains("INVALID_DRIVER_MEMORY")) {
        throw new UsageException(
            "Spark needs more than a heap of %s; give it with CANTUS_JAVA_OPTS=-Xmx1g"
                .formatted(Quantity.bytes(Runtime.getRuntime().maxMemory())));
      }
      if (StandaloneMaster.isUrl(url)) {
        // What comes out of Spark then is whatever its half-made context stumbled over.
        throw StandaloneMaster.refused(url, StandaloneMaster.STRANGER, e);
      }
      throw e;
    }
  }

  private SparkConf conf(Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing(MASTER, "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get(MASTER).startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      // A task without memory fails the job, which can say so, rather than end the process.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    }
    settings.forEach(conf::set);
    return conf;
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
