package io.cantus.jobs.export;

import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointOptions;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus export}: a trained model for other programs to run. */
@Command(
    name = "export",
    description = {
      "Write a trained model in the form of another program: tensorflow is a --run_dir of Magenta's"
          + " melody_rnn programs, which generate with it and train it further; magenta-js is a"
          + " folder for MusicRNN of @magenta/music, which runs one-hot models (basic_rnn,"
          + " mono_rnn) in a browser."
    },
    footer = {
      "",
      "Examples:",
      "  cantus export --format=tensorflow --run_dir=run1 --output_dir=magenta_run",
      "  cantus export --format=magenta-js --bundle_file=basic_rnn.mag --output_dir=www/basic_rnn"
    })
public final class ExportCommand extends JobCommand {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to write: tensorflow or magenta-js. Required.")
  private String formatName;

  @Option(
      names = "--bundle_file",
      paramLabel = "FILE",
      description = "Bundle (.mag) to export, of Cantus or of Magenta.")
  private String bundleFile;

  @Option(
      names = "--output_dir",
      paramLabel = "DIR",
      description = "Folder to write into, on any Hadoop file system. Required.")
  private String outputDir;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Mixin private CheckpointOptions checkpoint;
  @Mixin private ModelOptions modelOptions;

  @Override
  protected ExitCode run(Console console) {
    ExportFormat format = ExportFormat.named(required("--format", formatName));
    required("--output_dir", outputDir);
    Storage storage = new Storage(new Configuration());
    TrainedModel model = new ModelSource(storage, modelOptions).load(bundleFile, checkpoint);
    for (Path file :
        new ExportJob(storage)
            .run(model, format, outputDir, overwrite ? IfExists.REPLACE : IfExists.REFUSE)) {
      console.debug("wrote " + Storage.shown(file));
    }
    if (model.config().stepsPerQuarter() != MelodyConfig.STEPS_PER_QUARTER) {
      console.warn(
          "the model has %d steps a quarter note, which the files do not tell; Magenta takes it for %d"
              .formatted(model.config().stepsPerQuarter(), MelodyConfig.STEPS_PER_QUARTER));
    }
    console.print(
        "Exported %s (%s, %d steps of training) to %s; %s"
            .formatted(
                model.source(),
                model.config().name(),
                model.globalStep(),
                outputDir,
                format == ExportFormat.TENSORFLOW ? magentasFlags(model) : browsersLine()));
    return ExitCode.DONE;
  }

  private String magentasFlags(TrainedModel model) {
    String name = model.config().name();
    String flag = MelodyConfig.all().containsKey(name) ? "--config=" : "--melody_encoder_decoder=";
    HyperParameters hparams = model.hparams();
    return "Magenta's flags for it are %s%s --run_dir=%s --hparams=\"rnn_layer_sizes=[%s],attn_length=%d,residual_connections=%s\""
        .formatted(
            flag,
            name,
            outputDir,
            hparams.rnnLayerSizes().stream().map(String::valueOf).collect(Collectors.joining(",")),
            hparams.attnLength(),
            hparams.residualConnections());
  }

  private static String browsersLine() {
    return "serve the folder on the web and load it with new mm.MusicRNN(its address)";
  }
}
