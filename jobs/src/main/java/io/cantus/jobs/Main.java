package io.cantus.jobs;

import io.cantus.generation.cli.Exit;
import io.cantus.jobs.cli.CommandLineInterface;
import io.cantus.jobs.cli.Console;
import java.util.List;

/** The one entry point, of the launcher as of {@code spark-submit --class io.cantus.jobs.Main}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    ExitCode exitCode =
        new CommandLineInterface(Commands.all(), System.getenv(), console).run(List.of(args));
    console.flush();
    Exit.with(exitCode.code());
  }
}
