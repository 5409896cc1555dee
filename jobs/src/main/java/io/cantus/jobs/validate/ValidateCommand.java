package io.cantus.jobs.validate;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.jobs.validate.FileReport.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cantus validate}: whether files are whole. */
@Command(
    name = "validate",
    description = {
      "Read TFRecord files to their ends and check all that can be checked: both checksums of each"
          + " record, NoteSequences and SequenceExamples, and each file against the manifest beside"
          + " it. The first damage of each file is told with its byte and record, from 0.",
      "",
      "Exit status: 0 if all is well, 3 if something is damaged, missing or too much."
    },
    footer = {
      "",
      "Examples:",
      "  cantus validate notesequences.tfrecord",
      "  cantus validate sequence_examples/ hdfs://host/lakh/notesequences.tfrecord@8"
    })
public final class ValidateCommand extends JobCommand {
  @Parameters(
      paramLabel = "PATHS",
      arity = "0..*",
      description =
          "TFRecord files, plain or gzipped, patterns, NAME@8 for 8 shards, manifests, or folders"
              + " with all that is in them; on any Hadoop file system.")
  private List<String> paths;

  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    ValidateJob job =
        new ValidateJob(required("PATHS", paths), spark.storage(settings().spark()), console);
    try (JavaSparkContext context = spark.open("cantus validate", settings().spark())) {
      Instant start = Instant.now();
      return report(console, job.run(context), start);
    }
  }

  private static ExitCode report(Console console, ValidateJob.Result result, Instant start) {
    Duration elapsed = Duration.between(start, Instant.now());
    for (FileReport file : result.damaged()) {
      console.print("%s: %s".formatted(file.file(), file.damage()));
    }
    List<String> records = new ArrayList<>();
    add(result.records(Content.NOTE_SEQUENCES), "NoteSequence", records);
    add(result.records(Content.EXAMPLES), "SequenceExample", records);
    int files = result.reports().size();
    int damaged = result.damaged().size();
    console.print(
        "%s, %d of them damaged: %s sound in %s; %s"
            .formatted(
                Quantity.of(files, "file"),
                damaged,
                records.isEmpty() ? "no records" : String.join(" and ", records),
                Quantity.bytes(result.bytes()),
                Quantity.rate(result.bytes() / 1_000_000, "MB", elapsed)));
    if (damaged == 0) {
      return ExitCode.DONE;
    }
    console.mistake("damaged: %d of %s".formatted(damaged, Quantity.of(files, "file")));
    return ExitCode.BAD_INPUT;
  }

  private static void add(long count, String what, List<String> all) {
    if (count > 0) {
      all.add(Quantity.of(count, what));
    }
  }
}
