package io.cantus.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar that users submit, as the build has made it, and Spark as it stands beside it. */
final class ShadedJar {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** Spark's own jars. */
  static final Path SPARK = TARGET.resolve("spark");

  private ShadedJar() {}

  /** A command line that runs a class of Spark's. */
  static List<String> spark(String heap, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "conf", "jvm.options"));
    command.addAll(List.of("-Xmx" + heap, "-cp", SPARK + "/*", mainClass));
    command.addAll(arguments);
    return command;
  }

  /**
   * A command line that submits the jar as spark-submit would.
   *
   * @param options of spark-submit
   * @param arguments of Cantus
   */
  static List<String> submit(List<String> options, List<String> arguments) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--class", "io.cantus.jobs.Main"));
    all.add(TARGET.resolve("cantus.jar").toString());
    all.addAll(arguments);
    return spark("1g", "org.apache.spark.deploy.SparkSubmit", all);
  }
}
