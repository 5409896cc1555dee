package io.cantus.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root: {@code cantus} alone lists the commands. */
@Command(
    name = "cantus",
    mixinStandardHelpOptions = true,
    subcommands = {HelpCommand.class},
    description = {
      "From MIDI files to a melody model and back to MIDI, after Google Magenta's music RNNs,"
          + " on Apache Spark."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands (each has --help):%n",
    footer = {
      "",
      "Options may be spelled with - or _ and are taken from the command line, then from the"
          + " environment (CANTUS_<OPTION>), then from the configuration file (--conf), then from"
          + " their defaults.",
      "Exit status: 0 done, 1 a bug, 2 wrong usage, 3 bad input."
    },
    usageHelpAutoWidth = true,
    versionProvider = Version.class)
final class CantusCommand {}
