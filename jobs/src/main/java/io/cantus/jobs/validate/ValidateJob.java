package io.cantus.jobs.validate;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.spark.Progress;
import io.cantus.jobs.validate.FileReport.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Checks files, as many at a time as there are cores. */
public final class ValidateJob {
  /** A task for each file, but not more than Spark's driver takes in its stride. */
  private static final int MOST_TASKS = 10_000;

  /**
   * What was found.
   *
   * @param reports of files and of what is missing, by name
   */
  public record Result(List<FileReport> reports) {

    /** What is not as it should be. */
    public List<FileReport> damaged() {
      return reports.stream().filter(report -> !report.sound()).toList();
    }

    /** Sound records of one kind in all files. */
    long records(Content content) {
      return reports.stream()
          .filter(report -> report.content() == content)
          .mapToLong(FileReport::records)
          .sum();
    }

    /** Size of all files as stored. */
    long bytes() {
      return reports.stream().mapToLong(FileReport::bytes).sum();
    }
  }

  private final Selection selection;
  private final Storage storage;
  private final Console console;

  /**
   * Finds the files.
   *
   * @param paths files, patterns, manifests and folders
   * @throws io.cantus.transforms.BadInputException if there is nothing at one of them
   */
  public ValidateJob(List<String> paths, Storage storage, Console console) {
    this.storage = storage;
    this.console = console;
    selection = Selection.of(storage, paths);
  }

  /** Checks them. */
  public Result run(JavaSparkContext context) {
    List<FileReport> reports = new ArrayList<>(selection.faults());
    List<Target> targets = selection.targets();
    if (!targets.isEmpty()) {
      reports.addAll(check(context, targets));
    }
    reports.sort(Comparator.comparing(FileReport::file));
    return new Result(reports);
  }

  private List<FileReport> check(JavaSparkContext context, List<Target> targets) {
    long bytes = targets.stream().mapToLong(Target::bytes).sum();
    LongAccumulator done = context.sc().longAccumulator("bytes");
    FileCheck check = new FileCheck(context.broadcast(storage), done);
    OptionalLong total = OptionalLong.of(bytes / 1000);
    try (Progress progress =
        Progress.show(console, "Checking", "kB", total, () -> done.value() / 1000)) {
      List<FileReport> reports =
          context.parallelize(targets, Math.min(targets.size(), MOST_TASKS)).map(check).collect();
      console.debug("checking took %s".formatted(progress.elapsed()));
      return reports;
    }
  }
}
