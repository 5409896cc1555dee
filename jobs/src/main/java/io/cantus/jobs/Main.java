package io.cantus.jobs;

import io.cantus.jobs.cli.CommandLineInterface;
import io.cantus.jobs.cli.Console;
import java.util.List;

/**
 * The one entry point, of the launcher as of {@code spark-submit --class io.cantus.jobs.Main}, and
 * the one place that ends the process.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    ExitCode exitCode =
        new CommandLineInterface(Commands.all(), System.getenv(), console).run(List.of(args));
    console.flush();
    System.exit(exitCode.code());
  }
}
