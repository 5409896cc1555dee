package io.cantus.jobs.pack;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceLimitOptions;
import io.cantus.jobs.spark.SparkOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus pack}: many small files into one large one. */
@Command(
    name = "pack",
    description = {
      "Pack the files that convert reads into one SequenceFile, the form that suits HDFS:"
          + " converted from there, they have the same names and make the same NoteSequences."
    },
    footer = {
      "",
      "Example:",
      "  cantus pack --input_dir=lmd_full.tar.gz --recursive --output_file=hdfs:///lmd_full.seq",
      "  cantus convert --input_dir=hdfs:///lmd_full.seq --recursive --output_file=lmd.tfrecord"
    })
public final class PackCommand extends JobCommand {
  @Option(
      names = "--input_dir",
      paramLabel = "DIR",
      description =
          "What to pack: a folder, a pattern, a .tar, .tar.gz or .zip archive, a pack, or a single"
              + " file, on any Hadoop file system. May be given several times. Required.")
  private List<String> inputs;

  @Option(
      names = "--output_file",
      paramLabel = "FILE",
      description =
          "SequenceFile to write; FILE@8 writes 8 of them, FILE-00000-of-00008 and so on, each by"
              + " a task of its own. Required.")
  private String outputFile;

  @Option(names = "--recursive", description = "Read subfolders too.")
  private boolean recursive;

  @Option(names = "--overwrite", description = "Replace an output that exists.")
  private boolean overwrite;

  @Mixin private SourceLimitOptions limits;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    required("--input_dir", inputs);
    inputs.forEach(input -> required("--input_dir", input));
    PackJob.Request request =
        new PackJob.Request(
            inputs,
            required("--output_file", outputFile),
            recursive ? Depth.ALL_SUBFOLDERS : Depth.THIS_FOLDER,
            limits.archiveLimits(),
            limits.fileLimit(),
            overwrite ? IfExists.REPLACE : IfExists.REFUSE);
    PackJob job = new PackJob(request, spark.storage(settings().spark()), console);
    try (JavaSparkContext context = spark.open("cantus pack", settings().spark())) {
      Instant start = Instant.now();
      PackJob.Result result = job.run(context);
      report(console, request, result, Duration.between(start, Instant.now()));
    }
    return ExitCode.DONE;
  }

  private static void report(
      Console console, PackJob.Request request, PackJob.Result result, Duration elapsed) {
    result.refused().table().forEach(console::print);
    result
        .rejects()
        .ifPresent(
            path ->
                console.print("What was left out is listed in %s".formatted(Storage.shown(path))));
    console.print(
        "%s in %s (%s) from %d: %s; %s"
            .formatted(
                Quantity.of(result.files(), "file"),
                request.outputFile(),
                Quantity.bytes(result.bytes()),
                result.tally().inputs(),
                result.tally(),
                Quantity.rate(result.files(), "files", elapsed)));
  }
}
