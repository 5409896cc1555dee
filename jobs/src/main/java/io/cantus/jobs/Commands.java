package io.cantus.jobs;

import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.compare.CompareCommand;
import io.cantus.jobs.convert.ConvertCommand;
import io.cantus.jobs.dataset.CreateDatasetCommand;
import io.cantus.jobs.demo.DemoCommand;
import io.cantus.jobs.doctor.DoctorCommand;
import io.cantus.jobs.evaluate.EvaluateCommand;
import io.cantus.jobs.export.ExportCommand;
import io.cantus.jobs.generate.GenerateCommand;
import io.cantus.jobs.inspect.InspectCommand;
import io.cantus.jobs.pack.PackCommand;
import io.cantus.jobs.sweep.SweepCommand;
import io.cantus.jobs.train.TrainCommand;
import io.cantus.jobs.validate.ValidateCommand;
import java.util.List;

/** All commands, in the order in which a newcomer meets them. */
final class Commands {
  private Commands() {}

  static List<JobCommand> all() {
    return List.of(
        new DemoCommand(),
        new ConvertCommand(),
        new CreateDatasetCommand(),
        new TrainCommand(),
        new SweepCommand(),
        new GenerateCommand(),
        new EvaluateCommand(),
        new CompareCommand(),
        new ExportCommand(),
        new PackCommand(),
        new InspectCommand(),
        new ValidateCommand(),
        new DoctorCommand());
  }
}
