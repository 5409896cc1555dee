package io.cantus.jobs.doctor;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Java's version and the options that it was started with. */
final class JavaCheck {
  private static final String JAVA = "Java";
  private static final String OPTIONS = "Java flags";
  private static final int OLDEST = 17;
  private static final int NEWEST = 21;

  /** What Spark 3.5 reaches into; conf/jvm.options and spark-submit open it. */
  static final List<String> SPARKS_PACKAGES =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private JavaCheck() {}

  static List<Finding> ofProcess() {
    Module base = Object.class.getModule();
    Module ours = JavaCheck.class.getModule();
    List<String> given =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.matches("-X(mx|ms|ss).*|-XX:Max.*|-D(org\\.bytedeco|spark).*"))
            .toList();
    String collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", "));
    List<Finding> findings = new ArrayList<>();
    findings.add(version(Runtime.version().feature()));
    findings.add(flags(name -> base.isOpen(name, ours), collectors, given));
    return findings;
  }

  static Finding version(int feature) {
    String text =
        "%s (%s), %s %s, %d cores"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    return feature < OLDEST || feature > NEWEST
        ? Finding.note(JAVA, text + "; Spark 3.5 is made for Java 17")
        : Finding.ok(JAVA, text);
  }

  static Finding flags(Predicate<String> isOpen, String collectors, List<String> given) {
    List<String> closed = SPARKS_PACKAGES.stream().filter(isOpen.negate()).toList();
    if (!closed.isEmpty()) {
      return Finding.wrong(
          OPTIONS,
          "Spark cannot reach into %s; start Java with @conf/jvm.options, or through spark-submit"
              .formatted(String.join(", ", closed)));
    }
    return Finding.ok(
        OPTIONS,
        "Spark can reach all packages that it needs; collectors %s; %s"
            .formatted(
                collectors,
                given.isEmpty()
                    ? "no bounds given (CANTUS_JAVA_OPTS)"
                    : "given " + String.join(" ", given)));
  }
}
