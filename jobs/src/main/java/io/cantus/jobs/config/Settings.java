package io.cantus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a run takes from outside its command line: the environment's {@code CANTUS_<OPTION>} over
 * the configuration file's section for the command, both over the defaults. Every key of both must
 * be known: an unknown one is a {@link UsageException} that names the nearest.
 *
 * <p>The configuration file is HOCON: one section a command, under any of its names, with options
 * as keys, and a section {@code spark} whose keys are Spark's own without {@code spark.} in front.
 */
public final class Settings implements IDefaultValueProvider {
  private static final String PREFIX = "CANTUS_";
  private static final String SPARK_SECTION = "spark";

  /** Variables that the launcher reads; they are no options. */
  private static final Set<String> LAUNCHER_VARIABLES = Set.of("CANTUS_JAVA_OPTS");

  private final Map<String, String> outside;
  private final Map<String, String> environment;
  private final String fileName;
  private final Map<String, Map<String, String>> sections;
  private final Map<String, String> spark;

  private Settings(
      Map<String, String> outside,
      Map<String, String> environment,
      String fileName,
      Map<String, Map<String, String>> sections,
      Map<String, String> spark) {
    this.outside = outside;
    this.environment = environment;
    this.fileName = fileName;
    this.sections = sections;
    this.spark = spark;
  }

  /**
   * Reads the environment and the configuration file: the one that {@code --conf} among {@code
   * args} names, else {@code CANTUS_CONF}, else the launcher's default (system property {@code
   * cantus.conf}) if there is one.
   */
  public static Settings load(
      CommandLine root, List<String> args, Map<String, String> environment) {
    Map<String, String> options = options(root, environment);
    Optional<String> named =
        confArgument(args).or(() -> Optional.ofNullable(options.get(variable("--conf"))));
    Optional<String> shipped =
        Optional.ofNullable(System.getProperty("cantus.conf"))
            .filter(path -> Files.exists(Path.of(path)));
    return named
        .or(() -> shipped)
        .map(file -> read(root, environment, options, file))
        .orElseGet(() -> new Settings(environment, options, "", Map.of(), Map.of()));
  }

  private static Optional<String> confArgument(List<String> args) {
    for (int i = args.size() - 1; i >= 0; i--) {
      if (args.get(i).startsWith("--conf=")) {
        return Optional.of(args.get(i).substring("--conf=".length()));
      }
      if (args.get(i).equals("--conf") && i + 1 < args.size()) {
        return Optional.of(args.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> options(CommandLine root, Map<String, String> environment) {
    Set<String> known = new TreeSet<>();
    for (CommandLine command : root.getSubcommands().values()) {
      optionNames(command.getCommandSpec()).forEach(name -> known.add(variable(name)));
    }
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !LAUNCHER_VARIABLES.contains(name)) {
            if (!known.contains(name)) {
              throw new UsageException(
                  "no command has an option for the environment variable %s%s"
                      .formatted(name, didYouMean(name, known)));
            }
            found.put(name, value);
          }
        });
    return found;
  }

  private static Settings read(
      CommandLine root, Map<String, String> outside, Map<String, String> environment, String file) {
    Config config = parse(file);
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> spark = new TreeMap<>();
    for (String key : config.root().keySet()) {
      Config section = section(config, key, file);
      if (key.equals(SPARK_SECTION)) {
        section
            .entrySet()
            .forEach(
                entry ->
                    spark.put(
                        SPARK_SECTION
                            + "."
                            + String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        text(entry.getValue())));
      } else {
        CommandSpec command = command(root, key, file);
        Set<String> known =
            optionNames(command).stream()
                .map(name -> name.substring(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> values =
            sections.computeIfAbsent(command.name(), name -> new TreeMap<>());
        for (Map.Entry<String, ConfigValue> entry : section.root().entrySet()) {
          String name = entry.getKey().replace('-', '_');
          if (!known.contains(name)) {
            throw new UsageException(
                "%s: %s has no option %s%s"
                    .formatted(file, key, entry.getKey(), didYouMean(name, known)));
          }
          values.put(name, text(entry.getValue()));
        }
      }
    }
    return new Settings(outside, environment, file, sections, spark);
  }

  private static Config parse(String file) {
    try {
      String text = Files.readString(Path.of(file));
      return ConfigFactory.parseString(
              text,
              ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(file))
          .resolve();
    } catch (IOException | InvalidPathException e) {
      throw new BadInputException("cannot read the configuration file %s".formatted(file), e);
    } catch (ConfigException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Config section(Config config, String key, String file) {
    try {
      return config.getConfig(ConfigUtil.joinPath(key));
    } catch (ConfigException.WrongType e) {
      throw new UsageException(
          "%s: %s must be a section, as in: convert { recursive = true }".formatted(file, key));
    }
  }

  private static CommandSpec command(CommandLine root, String key, String file) {
    Map<String, CommandLine> commands = root.getSubcommands();
    for (String name : List.of(key, key.replace('-', '_'), key.replace('_', '-'))) {
      if (commands.containsKey(name)) {
        return commands.get(name).getCommandSpec();
      }
    }
    Collection<String> known = new ArrayList<>(commands.keySet());
    known.add(SPARK_SECTION);
    throw new UsageException(
        "%s: there is no command %s for this section%s"
            .formatted(file, key, didYouMean(key, known)));
  }

  private static String text(ConfigValue value) {
    return value.unwrapped() instanceof Collection<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value.unwrapped());
  }

  private static Set<String> optionNames(CommandSpec command) {
    return command.options().stream()
        .filter(Settings::isSetting)
        .map(OptionSpec::longestName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSetting(OptionSpec option) {
    return !option.usageHelp() && !option.versionHelp();
  }

  private static String variable(String option) {
    return PREFIX + option.substring(2).toUpperCase(Locale.ROOT);
  }

  private static String didYouMean(String word, Collection<String> known) {
    return Nearest.nearest(word, known).map(", did you mean %s?"::formatted).orElse("");
  }

  /** Spark's settings from the configuration file, keys beginning with {@code spark.}. */
  public Map<String, String> spark() {
    return spark;
  }

  /** A variable of the environment that is none of ours, such as a scheduler's. */
  public Optional<String> environment(String variable) {
    return Optional.ofNullable(outside.get(variable));
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !isSetting(option)) {
      return null;
    }
    String name = option.longestName();
    if (name.equals("--conf")) {
      return fileName.isEmpty() ? null : fileName;
    }
    String fromEnvironment = environment.get(variable(name));
    return fromEnvironment != null
        ? fromEnvironment
        : section(option.command()).get(name.substring(2));
  }

  private Map<String, String> section(CommandSpec command) {
    return sections.getOrDefault(command.name(), Map.of());
  }

  /** The options in force, as a section of a configuration file, each with its origin. */
  public String render(CommandSpec command) {
    StringBuilder text = new StringBuilder(command.name()).append(" {\n");
    for (OptionSpec option : command.options()) {
      if (isSetting(option) && !option.longestName().equals("--print_config")) {
        Object value = option.getValue();
        String key = option.longestName().substring(2);
        String shown = value == null ? "" : ConfigUtil.quoteString(String.valueOf(value));
        text.append(
                value == null
                    ? "  # %s is not set".formatted(key)
                    : "  %s = %s  # %s".formatted(key, shown, origin(option)))
            .append('\n');
      }
    }
    return text.append('}').toString();
  }

  private String origin(OptionSpec option) {
    String name = option.longestName();
    if (option.command().commandLine().getParseResult().hasMatchedOption(option)) {
      return "command line";
    }
    if (environment.containsKey(variable(name))) {
      return "environment " + variable(name);
    }
    return section(option.command()).containsKey(name.substring(2)) ? fileName : "default";
  }
}
