package io.cantus.generation.cli;

import io.cantus.generation.GenerationSummary;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.OutputNames;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Magenta's melody_rnn_generate for bundles and local files, without Spark, Hadoop and DL4J. What
 * it makes of a seed is what {@code cantus generate} makes of it.
 */
@Command(
    name = "melody_rnn_generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Continue a primer with the model of a bundle and write each result to a MIDI file of its"
          + " own, and how likely it is to an index."
    })
public final class GenerateMelodies {
  @Mixin private GenerationFlags flags;
  @Mixin private ModelOptions modelOptions;

  @Option(
      names = {"--run_dir", "--checkpoint_file"},
      paramLabel = "PATH",
      description = "Models that are no bundles yet are for the whole of Cantus.")
  private String checkpoint;

  private final PrintStream out;
  private final PrintStream err;

  private GenerateMelodies(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    Exit.with(run(args, stream(FileDescriptor.out), stream(FileDescriptor.err)));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Runs a command line and returns the exit status. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      GenerateMelodies program = new GenerateMelodies(out, err);
      CommandLine commandLine = new CommandLine(program);
      commandLine.setOverwrittenOptionsAllowed(true);
      commandLine.parseArgs(
          Arrays.stream(args).map(GenerateMelodies::declared).toArray(String[]::new));
      if (commandLine.isUsageHelpRequested()) {
        commandLine.usage(out);
      } else {
        program.generate();
      }
      return Exit.DONE;
    } catch (ParameterException e) {
      return mistake(e.getMessage() + "; see --help", err, Exit.USAGE);
    } catch (UsageException e) {
      return mistake(e.getMessage(), err, Exit.USAGE);
    } catch (BadInputException e) {
      return mistake(e.getMessage(), err, Exit.BAD_INPUT);
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return Exit.BUG;
    }
  }

  private static int mistake(String message, PrintStream err, int status) {
    err.println("cantus: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    return status;
  }

  /** The name of an option with _, whichever way it is spelled. */
  private static String declared(String argument) {
    int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
    return argument.startsWith("--")
        ? "--" + argument.substring(2, end).replace('-', '_') + argument.substring(end)
        : argument;
  }

  private void generate() {
    if (checkpoint != null || flags.bundleFile().isEmpty()) {
      throw new UsageException(
          "give a --bundle_file; ./cantus generate makes one of a checkpoint with"
              + " --save_generator_bundle");
    }
    String file = flags.bundleFile().get();
    Bundle bundle = BundleReader.read(read(file), file);
    HyperParameters hparams = bundle.hyperParameters(modelOptions.hparams(), file);
    modelOptions.check(file, bundle.config(), hparams);
    MelodyRecipe recipe =
        new MelodyRecipe(
            bundle.config(),
            bundle.weights(),
            hparams.attnLength(),
            file,
            flags.primer(GenerateMelodies::read, message -> err.println("WARN " + message)),
            flags.options(),
            flags.seed());
    MelodyGenerator generator = recipe.generator();
    OutputNames names =
        OutputNames.at(LocalDateTime.now(ZoneId.systemDefault()), flags.numOutputs());
    LocalOutputs outputs = new LocalOutputs(path(flags.outputDir()), names, flags.overwrite());
    long notes = outputs.write(recipe, generator);
    out.println(
        GenerationSummary.of(generator, names.outputs(), notes, recipe.seed())
            .text(flags.outputDir()));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("'%s' is not a path: %s".formatted(text, e.getReason()));
    }
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(path(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException("there is no file " + file, e);
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
