package io.cantus.generation.cli;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.Primer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say what to generate and where to, the same for every program that does. */
public final class GenerationFlags {
  @Option(
      names = "--bundle_file",
      paramLabel = "FILE",
      description =
          "Bundle (.mag) to generate with, of Cantus or of Magenta; or the one to write with"
              + " --save_generator_bundle.")
  private String bundleFile;

  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      defaultValue = "/tmp/melody_rnn/generated",
      description = "Folder for the MIDI files and their index.")
  private String outputDir;

  @Option(
      names = "--num_outputs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many melodies to generate.")
  private int numOutputs;

  @Option(
      names = "--num_steps",
      paramLabel = "N",
      defaultValue = "128",
      description = "Steps of each melody, the primer included; 16 are a bar of 4/4.")
  private int numSteps;

  @Option(
      names = "--primer_melody",
      paramLabel = "LIST",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "What the melodies begin with, one event a step: a pitch, -1 for note-off, -2 for no"
              + " event; such as \"[60, -2, 60, -2, 67]\". Default: a single middle C.")
  private String primerMelody;

  @Option(
      names = "--primer_midi",
      paramLabel = "FILE",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "MIDI file of one melody to begin with; its tempo is used. --primer_melody comes first.")
  private String primerMidi;

  @Option(
      names = "--qpm",
      paramLabel = "X",
      defaultValue = "0",
      showDefaultValue = Visibility.NEVER,
      description = "Quarter notes per minute. Default: the primer's tempo, else 120.")
  private double qpm;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "Above 1 for more surprising melodies, below 1 for more likely ones.")
  private double temperature;

  @Option(
      names = "--beam_size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Sequences that the beam search keeps.")
  private int beamSize;

  @Option(
      names = "--branch_factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Continuations of each that the beam search tries.")
  private int branchFactor;

  @Option(
      names = "--steps_per_iteration",
      paramLabel = "N",
      defaultValue = "1",
      description = "Steps that an iteration of the beam search adds.")
  private int stepsPerIteration;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the result repeatable. Default: a new one each time, which is printed.")
  private Long seed;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  /** {@code --bundle_file}, if given. */
  public Optional<String> bundleFile() {
    return Optional.ofNullable(bundleFile);
  }

  /** {@code --output_dir}. */
  public String outputDir() {
    return outputDir;
  }

  /** {@code --num_outputs}. */
  public int numOutputs() {
    return numOutputs;
  }

  /** Whether files that exist may be replaced. */
  public boolean overwrite() {
    return overwrite;
  }

  /**
   * How to generate.
   *
   * @throws io.cantus.transforms.UsageException if a number cannot be
   */
  public GenerationOptions options() {
    return new GenerationOptions(numSteps, temperature, beamSize, branchFactor, stepsPerIteration);
  }

  /**
   * What to begin with.
   *
   * @param files reads the file of a path
   * @param warning is told if there is no primer
   */
  public Primer primer(Function<String, byte[]> files, Consumer<String> warning) {
    if (!primerMelody.isEmpty()) {
      return Primer.melody(primerMelody, qpm);
    }
    if (!primerMidi.isEmpty()) {
      return Primer.midi(files.apply(primerMidi), primerMidi, qpm);
    }
    warning.accept("No priming sequence specified. Defaulting to a single middle C.");
    return Primer.middleC(qpm);
  }

  /** {@code --seed}, or a new one each time. */
  public long seed() {
    if (seed == null) {
      seed = (long) new SecureRandom().nextInt(Integer.MAX_VALUE);
    }
    return seed;
  }
}
