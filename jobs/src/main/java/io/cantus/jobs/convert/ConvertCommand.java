package io.cantus.jobs.convert;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.spark.SparkOptions;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus convert}: Magenta's convert_dir_to_note_sequences. */
@Command(
    name = "convert_dir_to_note_sequences",
    aliases = "convert",
    description = {
      "Read the MIDI files of a folder and write one NoteSequence for each to a TFRecord file."
    },
    footer = {
      "",
      "Example:",
      "  cantus convert --input_dir=clean_midi/Nirvana --recursive \\",
      "    --output_file=notesequences.tfrecord"
    })
public final class ConvertCommand extends JobCommand {
  @Option(
      names = "--input_dir",
      paramLabel = "DIR",
      description = "Folder of MIDI files, on any Hadoop file system. Required.")
  private String inputDir;

  @Option(
      names = "--output_file",
      paramLabel = "FILE",
      description =
          "TFRecord file to write; FILE@8 writes 8 shards, FILE-00000-of-00008 and so on."
              + " Required.")
  private String outputFile;

  @Option(names = "--recursive", description = "Read subfolders too.")
  private boolean recursive;

  @Option(names = "--overwrite", description = "Replace an output that exists.")
  private boolean overwrite;

  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    required("--input_dir", inputDir);
    required("--output_file", outputFile);
    console.debug("recursive=%s overwrite=%s".formatted(recursive, overwrite));
    try (JavaSparkContext context = spark.open("cantus convert", settings().spark())) {
      throw new UnsupportedOperationException("convert, with " + context.master());
    }
  }
}
