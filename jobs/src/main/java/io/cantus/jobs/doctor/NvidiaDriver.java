package io.cantus.jobs.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** NVIDIA's driver, asked through the nvidia-smi program that comes with it. */
final class NvidiaDriver {
  private static final String PROGRAM = "nvidia-smi";
  private static final List<String> QUERY =
      List.of("--query-gpu=name,compute_cap,memory.total,driver_version", "--format=csv,noheader");
  private static final Pattern LINE =
      Pattern.compile("(.+), (\\d{1,3})\\.(\\d), ([^,]+), (\\d{1,6})[^,]*");
  private static final long PATIENCE_SECONDS = 20;

  /**
   * What the driver says.
   *
   * @param complaint why it says nothing of GPUs; empty if it does, or is not there
   */
  record Answer(List<Gpu> gpus, String complaint) {
    private static final Answer NOTHING = new Answer(List.of(), "");

    private static Answer complaint(String text) {
      return new Answer(List.of(), "%s says: %s".formatted(PROGRAM, text));
    }
  }

  private NvidiaDriver() {}

  /**
   * Asks the driver; one that is not there has nothing to say.
   *
   * @param environment its {@code PATH} is where nvidia-smi is looked for
   */
  static Answer ask(Map<String, String> environment) {
    return program(environment).map(NvidiaDriver::ask).orElse(Answer.NOTHING);
  }

  private static Optional<Path> program(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Answer ask(Path program) {
    Path out = null;
    try {
      out = Files.createTempFile("cantus-gpus", ".csv");
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(QUERY);
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Answer.complaint("nothing for %d seconds".formatted(PATIENCE_SECONDS));
      }
      return answer(Files.readString(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Answer.complaint(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NOTHING;
    } finally {
      if (out != null) {
        out.toFile().delete();
      }
    }
  }

  /** Drivers before 510 do not know all of the query and say so instead of answering. */
  static Answer answer(String printed) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : printed.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      Matcher gpu = LINE.matcher(line);
      if (!gpu.matches()) {
        return Answer.complaint(line);
      }
      gpus.add(
          new Gpu(
              gpu.group(1),
              Integer.parseInt(gpu.group(2)),
              Integer.parseInt(gpu.group(3)),
              gpu.group(4),
              Integer.parseInt(gpu.group(5))));
    }
    return new Answer(gpus, "");
  }
}
