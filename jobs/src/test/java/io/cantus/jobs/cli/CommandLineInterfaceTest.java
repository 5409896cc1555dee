package io.cantus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class CommandLineInterfaceTest {

  @Command(name = "melody_stir", aliases = "stir-it", description = "Stirs.")
  static final class StirCommand extends JobCommand {
    @Option(names = "--input_dir", description = "What to stir.")
    private String inputDir;

    @Option(names = "--num_rounds", defaultValue = "3", description = "How often.")
    private int numRounds;

    @Option(names = "--recursive", description = "Deeply.")
    private boolean recursive;

    @Override
    protected ExitCode run(Console console) {
      switch (required("--input_dir", inputDir)) {
        case "usage" -> throw new UsageException("stirred\nwrongly");
        case "input" -> throw new IllegalStateException(new BadInputException("no such pot"));
        case "bug" -> throw new IllegalStateException("the spoon broke");
        case "memory" -> throw new OutOfMemoryError("the pot is too small");
        default -> console.print("%s %d %s".formatted(inputDir, numRounds, recursive));
      }
      console.debug("debugging");
      console.info("informing");
      console.warn("warning");
      return ExitCode.DONE;
    }
  }

  private static CantusRun cantus(String... args) {
    return cantus(Map.of(), args);
  }

  private static CantusRun cantus(Map<String, String> environment, String... args) {
    return CantusRun.of(List.of(new StirCommand()), environment, args);
  }

  @ParameterizedTest
  @CsvSource({
    "melody_stir --input_dir=x, x 3 false",
    "melody-stir --input-dir=x, x 3 false",
    "stir-it --input-dir x, x 3 false",
    "stir_it --input_dir=x-y_z, x-y_z 3 false",
    "stir-it --input_dir=x --recursive, x 3 true",
    "stir-it --recursive --input_dir=x, x 3 true",
    "stir-it --input_dir=x --recursive=true, x 3 true",
    "stir-it --input_dir=x --recursive=false, x 3 false",
    "stir-it --input_dir=x --recursive --norecursive --num_rounds=1 --num-rounds=2, x 2 false",
    "stir-it --norecursive --input_dir=x --num-rounds=-5, x -5 false",
    "stir-it --input_dir --norecursive, --norecursive 3 false",
    "stir-it --num-rounds 7 --input_dir a=b, a=b 7 false",
  })
  void understandsEverySpellingOfAnOption(String line, String printed) {
    CantusRun run = cantus(line.split(" "));
    assertThat(run.out() + run.err()).contains(printed);
  }

  @Test
  void takesCommandLineOverEnvironmentOverFileOverDefault(@TempDir Path folder) throws IOException {
    Path conf = folder.resolve("a.conf");
    Files.writeString(
        conf, "stir_it { input-dir = file, num_rounds = 5 }\nspark { ui.enabled = true }");
    Map<String, String> environment = Map.of("CANTUS_INPUT_DIR", "environment");
    assertThat(cantus("stir-it", "--conf=" + conf).out()).isEqualToIgnoringNewLines("file 5 false");
    assertThat(cantus(Map.of("CANTUS_CONF", conf.toString()), "stir-it").out())
        .isEqualToIgnoringNewLines("file 5 false");
    assertThat(cantus(environment, "stir-it", "--conf", conf.toString()).out())
        .isEqualToIgnoringNewLines("environment 5 false");
    assertThat(cantus(environment, "stir-it", "--conf", conf.toString(), "--input_dir=line").out())
        .isEqualToIgnoringNewLines("line 5 false");
    assertThat(cantus(environment, "stir-it").out())
        .isEqualToIgnoringNewLines("environment 3 false");
  }

  @Test
  void showsWhatIsInForceAndWhereFrom(@TempDir Path folder) throws IOException {
    Path conf = folder.resolve("a.conf");
    Files.writeString(conf, "melody_stir { num_rounds = 5 }");
    CantusRun run =
        cantus(
            Map.of("CANTUS_RECURSIVE", "true"),
            "stir-it",
            "--print-config",
            "--log=DEBUG",
            "--conf=" + conf);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("melody_stir {")
        .contains(
            "# input_dir is not set",
            "num_rounds = \"5\"  # " + conf,
            "recursive = \"true\"  # environment CANTUS_RECURSIVE",
            "log = \"DEBUG\"  # command line");
    assertThat(cantus("stir-it", "--print_config").out()).contains("num_rounds = \"3\"  # default");
  }

  @Test
  void aPrintedConfigurationIsAConfigurationFile(@TempDir Path folder) throws IOException {
    Path conf = folder.resolve("printed.conf");
    Files.writeString(
        conf, cantus("stir-it", "--input_dir=a \"b\"", "--num_rounds=9", "--print_config").out());
    assertThat(cantus("stir-it", "--conf=" + conf).out())
        .isEqualToIgnoringNewLines("a \"b\" 9 false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stir-it --input-dri=x | unknown option --input-dri, did you mean --input_dir?",
        "stri-it | unknown command 'stri-it', did you mean stir-it?",
        "stir-it --quickly | unknown option --quickly; see",
        "stir-it --input_dir= | --input_dir is missing",
        "stir-it x | unknown argument 'x'",
        "stir-it | --input_dir is missing",
        "stir-it --num_rounds=many | 'many' is not an int",
        "stir-it --num_rounds | Missing required parameter for option '--num_rounds'",
        "stir-it --recursive=perhaps | 'perhaps' is not a boolean",
        "stir-it --log=loud | expected one of [DEBUG, INFO, WARN, ERROR, FATAL]",
        "stir-it --input_dir=usage | stirred wrongly",
      })
  void aMistakeIsOneLineAndExitStatusTwo(String line, String message) {
    CantusRun run = cantus(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("cantus: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stir-it { num_round = 5 } | stir-it has no option num_round, did you mean num_rounds?",
        "stri-it { } | there is no command stri-it for this section, did you mean stir-it?",
        "stir-it = 5 | stir-it must be a section",
        "stir-it { | expecting",
      })
  void aMistakeInTheConfigurationFileIsNamed(String text, String message, @TempDir Path folder)
      throws IOException {
    Path conf = folder.resolve("a.conf");
    Files.writeString(conf, text);
    CantusRun run = cantus("stir-it", "--input_dir=x", "--conf=" + conf);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(conf.toString()).containsIgnoringCase(message).hasLineCount(1);
  }

  @Test
  void anUnknownVariableOfTheEnvironmentIsNamed() {
    CantusRun run = cantus(Map.of("CANTUS_NUM_ROUND", "4", "PATH", "x"), "stir-it");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("CANTUS_NUM_ROUND, did you mean CANTUS_NUM_ROUNDS?");
    assertThat(cantus(Map.of("CANTUS_JAVA_OPTS", "-Xmx1g"), "stir-it", "--input_dir=x").exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void aMissingConfigurationFileIsBadInput() {
    CantusRun run = cantus("stir-it", "--conf=nowhere.conf");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("nowhere.conf").hasLineCount(1);
  }

  @Test
  void badInputIsOneLineAlsoWhenWrapped() {
    CantusRun run = cantus("stir-it", "--input_dir=input");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).isEqualToIgnoringNewLines("cantus: no such pot");
  }

  @Test
  void tooLittleMemoryIsOneLineThatSaysHowToGiveMore() {
    CantusRun run = cantus("stir-it", "--input_dir=memory");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("out of memory", "CANTUS_JAVA_OPTS").hasLineCount(1);
  }

  @Test
  void aBugIsAStackTrace() {
    CantusRun run = cantus("stir-it", "--input_dir=bug");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BUG);
    assertThat(run.err()).contains("this is a bug", "at " + StirCommand.class.getName());
  }

  @Test
  void showsMessagesOfTheLevelAskedFor() {
    assertThat(cantus("stir-it", "--input_dir=x").err())
        .isEqualToIgnoringNewLines("informing\nWARN warning\n");
    assertThat(cantus("stir-it", "--input_dir=x", "--log=debug").err()).contains("DEBUG debugging");
    assertThat(cantus("stir-it", "--input_dir=x", "--log=ERROR").err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "help"})
  void listsTheCommands(String args) {
    CantusRun run = args.isEmpty() ? cantus() : cantus(args);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("melody_stir, stir-it", "Stirs.");
  }

  @Test
  void explainsACommandEvenIfSomethingIsMissing() {
    CantusRun run = cantus("stir_it", "--help");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("Usage: cantus melody_stir [OPTION...]")
        .contains("--num_rounds=<numRounds>", "Default: 3");
  }

  @Test
  void saysItsVersion() {
    assertThat(cantus("--version").out()).startsWith("cantus ").contains("Java 17");
  }
}
