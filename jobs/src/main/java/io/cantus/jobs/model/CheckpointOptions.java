package io.cantus.jobs.model;

import picocli.CommandLine.Option;

/** The options that name a model that is no bundle, each null if it is not given. */
public final class CheckpointOptions {
  @Option(
      names = "--run_dir",
      paramLabel = "DIR",
      description = "Folder of a training run; its latest checkpoint is used.")
  private String runDir;

  @Option(
      names = "--checkpoint_file",
      paramLabel = "FILE",
      description = "A checkpoint to use, of Cantus or of Magenta (model.ckpt-N).")
  private String checkpointFile;

  String runDir() {
    return runDir;
  }

  String checkpointFile() {
    return checkpointFile;
  }
}
