package io.cantus.jobs.cli;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.config.Settings;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.text.Nearest;
import io.cantus.transforms.tfrecord.TfRecordException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs one command line and says how it ended. A mistake of the user's is one line on standard
 * error, a bug is a stack trace; nothing is thrown.
 */
public final class CommandLineInterface {
  private final Console console;
  private final Map<String, String> environment;
  private final CommandLine root;

  /**
   * @param commands the subcommands, in the order in which help lists them
   * @param environment the environment variables, of which {@code CANTUS_<OPTION>} are options
   */
  public CommandLineInterface(
      List<JobCommand> commands, Map<String, String> environment, Console console) {
    this.console = console;
    this.environment = environment;
    this.root = new CommandLine(new CantusCommand());
    for (JobCommand command : commands) {
      CommandLine subcommand = new CommandLine(command);
      CommandSpec spec = subcommand.getCommandSpec();
      String operands =
          spec.positionalParameters().stream()
              .map(parameter -> " " + parameter.paramLabel())
              .collect(Collectors.joining());
      spec.usageMessage()
          .customSynopsis("cantus %s [OPTION...]%s".formatted(spec.name(), operands));
      root.addSubcommand(subcommand);
    }
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOut(console.writer());
    // As in absl, the last of several wins.
    root.setOverwrittenOptionsAllowed(true);
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
  }

  /** Runs the command that {@code args} name. */
  public ExitCode run(List<String> args) {
    try {
      return parseAndRun(new Spelling(root).normalise(args));
    } catch (ParameterException e) {
      console.mistake(explain(e));
      return ExitCode.USAGE;
    } catch (Throwable e) {
      // Spark throws checked exceptions that its methods do not declare.
      return ended(e);
    }
  }

  private ExitCode parseAndRun(List<String> args) {
    Settings settings = Settings.load(root, args, environment);
    root.setDefaultValueProvider(settings);
    ParseResult result = root.parseArgs(args.toArray(String[]::new));
    if (CommandLine.executeHelpRequest(result) != null) {
      return ExitCode.DONE;
    }
    if (!result.hasSubcommand()) {
      console.print(root.getUsageMessage().stripTrailing());
      return ExitCode.DONE;
    }
    JobCommand command = (JobCommand) result.subcommand().commandSpec().userObject();
    return command.start(console, settings);
  }

  private ExitCode ended(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException) {
        console.mistake(cause.getMessage());
        return ExitCode.USAGE;
      }
      if (cause instanceof BadInputException || cause instanceof TfRecordException) {
        console.mistake(cause.getMessage());
        return ExitCode.BAD_INPUT;
      }
      if (isOutOfMemory(cause)) {
        console.mistake(
            "out of memory with a heap of %s; ask for less at once, or give more with"
                    .formatted(Quantity.bytes(Runtime.getRuntime().maxMemory()))
                + " CANTUS_JAVA_OPTS=-Xmx8g or the like");
        return ExitCode.USAGE;
      }
    }
    console.bug(thrown);
    return ExitCode.BUG;
  }

  private static Set<String> longNames(CommandSpec command) {
    return command.options().stream()
        .map(option -> option.longestName().substring(2))
        .collect(Collectors.toSet());
  }

  /** Memory outside of the heap, for the networks, ends in an exception of the native library. */
  private static boolean isOutOfMemory(Throwable cause) {
    return cause instanceof OutOfMemoryError
        || (cause.getMessage() != null && cause.getMessage().contains("std::bad_alloc"));
  }

  private String explain(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String help = "; see %s --help".formatted(command.qualifiedName());
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      boolean isOption = word.startsWith("-");
      boolean isCommand = !isOption && command == root.getCommandSpec();
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      Set<String> known =
          isOption
              ? longNames(command)
              : isCommand ? new TreeSet<>(root.getSubcommands().keySet()) : Set.of();
      String what = isOption ? "option" : isCommand ? "command" : "argument";
      return "unknown %s %s".formatted(what, isOption ? name : "'" + name + "'")
          + Nearest.nearest(isOption ? name.replaceFirst("^-+", "").replace('-', '_') : name, known)
              .map(near -> ", did you mean %s?".formatted(isOption ? "--" + near : near))
              .orElse("")
          + help;
    }
    return e.getMessage().replaceFirst("\\.$", "") + help;
  }
}
