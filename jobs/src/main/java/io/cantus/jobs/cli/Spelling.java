package io.cantus.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Brings the spellings that users of Magenta and of other tools know to the declared ones: {@code
 * --input-dir} and {@code --input_dir}, and for booleans {@code --recursive}, {@code
 * --recursive=true} and {@code --norecursive} as absl has them.
 */
final class Spelling {
  private final CommandLine root;

  Spelling(CommandLine root) {
    this.root = root;
  }

  /** The arguments with the name of the command and of each option as declared. */
  List<String> normalise(List<String> args) {
    List<String> normal = new ArrayList<>();
    CommandSpec command = root.getCommandSpec();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--")) {
        normal.addAll(args.subList(i, args.size()));
        break;
      }
      if (arg.startsWith("--")) {
        String option = option(command, arg);
        normal.add(option);
        if (takesNextArgument(command, option) && i + 1 < args.size()) {
          normal.add(args.get(++i));
        }
      } else if (command == root.getCommandSpec() && !arg.startsWith("-")) {
        String name = commandName(arg);
        normal.add(name);
        CommandLine subcommand = root.getSubcommands().get(name);
        command = subcommand == null ? command : subcommand.getCommandSpec();
      } else {
        normal.add(arg);
      }
    }
    return normal;
  }

  private String commandName(String word) {
    for (String spelled : List.of(word, word.replace('-', '_'), word.replace('_', '-'))) {
      if (root.getSubcommands().containsKey(spelled)) {
        return spelled;
      }
    }
    return word;
  }

  private static String option(CommandSpec command, String arg) {
    int equals = arg.indexOf('=');
    String name = (equals < 0 ? arg : arg.substring(0, equals)).replace('-', '_');
    String declared = "--" + name.substring(2);
    String value = equals < 0 ? "" : arg.substring(equals);
    Map<String, OptionSpec> options = command.optionsMap();
    if (options.containsKey(declared)) {
      boolean bareFlag = value.isEmpty() && isSwitch(options.get(declared));
      return declared + (bareFlag ? "=true" : value);
    }
    if (declared.startsWith("--no") && value.isEmpty()) {
      String positive = "--" + declared.substring(4);
      if (options.containsKey(positive) && isSwitch(options.get(positive))) {
        return positive + "=false";
      }
    }
    return arg;
  }

  private static boolean isSwitch(OptionSpec option) {
    return option.type() == boolean.class && !option.usageHelp() && !option.versionHelp();
  }

  private static boolean takesNextArgument(CommandSpec command, String arg) {
    OptionSpec option = command.optionsMap().get(arg);
    return option != null && option.type() != boolean.class;
  }
}
