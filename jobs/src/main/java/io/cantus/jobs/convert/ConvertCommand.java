package io.cantus.jobs.convert;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.LimitOptions;
import io.cantus.jobs.spark.SparkOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus convert}: Magenta's convert_dir_to_note_sequences. */
@Command(
    name = "convert_dir_to_note_sequences",
    aliases = "convert",
    description = {
      "Read files of music and write one NoteSequence for each to a TFRecord file: MIDI, MusicXML"
          + " and ABC, in folders, in archives as they were downloaded, or in packs."
    },
    footer = {
      "",
      "Example:",
      "  cantus convert --input_dir=clean_midi/Nirvana --recursive \\",
      "    --output_file=notesequences.tfrecord",
      "  cantus convert --input_dir=lmd_full.tar.gz --output_file=lmd.tfrecord@8"
    })
public final class ConvertCommand extends JobCommand {
  @Option(
      names = "--input_dir",
      paramLabel = "DIR",
      description =
          "Folder of files, or a pattern, a .tar, .tar.gz or .zip archive, a pack, or a single file,"
              + " on any Hadoop file system. May be given several times. Required.")
  private List<String> inputs;

  @Option(
      names = "--output_file",
      paramLabel = "FILE",
      description =
          "TFRecord file to write; FILE@8 writes 8 shards, FILE-00000-of-00008 and so on."
              + " Required.")
  private String outputFile;

  @Option(names = "--recursive", description = "Read subfolders too.")
  private boolean recursive;

  @Option(
      names = "--quarantine_dir",
      paramLabel = "DIR",
      description =
          "Copy files that are rejected, or that fail, to this folder, on the file system of the"
              + " output.")
  private String quarantineDir;

  @Option(names = "--overwrite", description = "Replace an output that exists.")
  private boolean overwrite;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Number of tasks. The result does not depend on it. Default: by size.")
  private Integer partitions;

  @Mixin private LimitOptions limits;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    ConvertJob.Request request =
        new ConvertJob.Request(
            inputs(),
            required("--output_file", outputFile),
            recursive ? Depth.ALL_SUBFOLDERS : Depth.THIS_FOLDER,
            limits.conversionLimits(),
            limits.archiveLimits(),
            Optional.ofNullable(quarantineDir),
            overwrite ? IfExists.REPLACE : IfExists.REFUSE,
            SparkOptions.partitions(partitions));
    ConvertJob job = new ConvertJob(request, spark.storage(settings().spark()), console);
    try (JavaSparkContext context = spark.open("cantus convert", settings().spark())) {
      Instant start = Instant.now();
      ConvertJob.Result result = job.run(context);
      report(console, request, result, Duration.between(start, Instant.now()));
    }
    return ExitCode.DONE;
  }

  private List<String> inputs() {
    required("--input_dir", inputs);
    inputs.forEach(input -> required("--input_dir", input));
    return inputs;
  }

  private static void report(
      Console console, ConvertJob.Request request, ConvertJob.Result result, Duration elapsed) {
    result.reasons().table().forEach(console::print);
    result
        .rejects()
        .ifPresent(
            path ->
                console.print(
                    "Files that made nothing are listed in %s".formatted(Storage.shown(path))));
    console.print(
        "%s in %s (%s) from %s: %s; %s"
            .formatted(
                Quantity.of(result.records(), "NoteSequence"),
                request.outputFile(),
                Quantity.bytes(result.bytes()),
                Quantity.of(result.tally().inputs(), "file"),
                result.tally(),
                Quantity.rate(result.tally().inputs(), "files", elapsed)));
  }
}
