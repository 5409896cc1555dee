package io.cantus.jobs.doctor;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.spark.SparkOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cantus doctor}: whether training works here. */
@Command(
    name = "doctor",
    description = {
      "Look at Java, memory, GPUs, ND4J, Spark and Hadoop, make a step of training, and say what"
          + " stands in the way. Ends with status 3 if training would not work."
    },
    footer = {"", "Examples:", "  cantus doctor", "  cantus doctor --master=spark://host:7077"})
public final class DoctorCommand extends JobCommand {
  @Mixin private SparkOptions spark;

  private final List<Finding> findings = new ArrayList<>();

  @Override
  protected ExitCode run(Console console) {
    JavaCheck.ofProcess().forEach(finding -> add(console, finding));
    add(console, MemoryCheck.ofProcess());
    add(console, MemoryCheck.temporaryFolder());
    HadoopCheck.ofProcess().forEach(finding -> add(console, finding));
    Finding gpu = GpuCheck.ofMachine();
    add(console, gpu);
    // On a GPU that it has no code for, ND4J may end the process.
    if (!gpu.isWrong()) {
      Finding here = TrainingCheck.here();
      add(console, here);
      if (!here.isWrong()) {
        add(console, TrainingCheck.inTasks(() -> spark.open("cantus doctor", settings().spark())));
      }
    }
    List<String> wrong =
        findings.stream().filter(Finding::isWrong).map(Finding::subject).distinct().toList();
    if (!wrong.isEmpty()) {
      console.mistake(
          "training would not work here; see above what to do about %s"
              .formatted(String.join(", ", wrong)));
      return ExitCode.BAD_INPUT;
    }
    console.print("Training works here.");
    return ExitCode.DONE;
  }

  private void add(Console console, Finding finding) {
    console.print(finding.line());
    findings.add(finding);
  }
}
