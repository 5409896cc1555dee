package io.cantus.jobs;

import io.cantus.jobs.cli.CommandLineInterface;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command line printed and how it ended, run in this process. */
public record CantusRun(ExitCode exitCode, String out, String err) {

  /** Runs a command line of the product. */
  public static CantusRun of(String... args) {
    return of(Map.of(), args);
  }

  /** Runs a command line of the product in this environment. */
  public static CantusRun of(Map<String, String> environment, String... args) {
    return of(Commands.all(), environment, args);
  }

  /** Runs a command line of these commands in this environment. */
  public static CantusRun of(
      List<JobCommand> commands, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.to(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    ExitCode exitCode = new CommandLineInterface(commands, environment, console).run(List.of(args));
    return new CantusRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The last line of standard output. */
  public String lastLine() {
    return out.lines().reduce("", (before, line) -> line);
  }
}
