package io.cantus.jobs.cli;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.config.Settings;
import io.cantus.transforms.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A subcommand: options as annotated fields, declared under Magenta's names (with {@code _}), and
 * one method that does the job. Mistakes of the user leave {@link #run} as {@link UsageException}
 * or {@link io.cantus.transforms.BadInputException}; all other exceptions are bugs.
 */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true)
public abstract class JobCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      order = 100,
      paramLabel = "FILE",
      description = "Configuration file (HOCON) with one section a command.")
  private String conf;

  @Option(
      names = "--print_config",
      order = 101,
      description = "Show the options in force and where each comes from, and stop.")
  private boolean printConfig;

  @Option(
      names = "--log",
      order = 102,
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "Show messages of this level and above: ${COMPLETION-CANDIDATES}.")
  private LogLevel log;

  private Settings settings;

  /** Does the job; the options are set. */
  protected abstract ExitCode run(Console console);

  /** Where this run's options came from, and what the configuration file says beside them. */
  protected final Settings settings() {
    return settings;
  }

  /** The value of an option that must be given, or a {@link UsageException} that names it. */
  protected final <T> T required(String option, T value) {
    if (value == null || value.equals("")) {
      throw new UsageException(
          "%s is missing; see cantus %s --help".formatted(option, spec.name()));
    }
    return value;
  }

  final ExitCode start(Console console, Settings inForce) {
    settings = inForce;
    console.threshold(log);
    if (conf != null) {
      console.debug("configuration file: " + conf);
    }
    if (printConfig) {
      console.print(settings.render(spec));
      return ExitCode.DONE;
    }
    return run(console);
  }
}
