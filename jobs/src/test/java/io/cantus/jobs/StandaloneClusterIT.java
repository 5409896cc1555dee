package io.cantus.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training on Spark's own cluster manager: a master and two workers, each a process of its own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class StandaloneClusterIT {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("(Successfully registered) with master");
  private static final Pattern CHECKPOINT = Pattern.compile("model\\.ckpt-([0-9]+)\\.zip");
  private static final int STEPS = 120;

  @TempDir static Path scratch;

  private static final List<Process> PROCESSES = new ArrayList<>();
  private static final List<Process> WORKERS = new ArrayList<>();
  private static MiniDFSCluster cluster;
  private static FileSystem hdfs;
  private static String master;

  @BeforeAll
  static void startAll() throws IOException, InterruptedException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, scratch.resolve("dfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    SongbookDataset dataset = SongbookDataset.in(scratch.resolve("data"));
    hdfs.copyFromLocalFile(path(dataset.folder().toString()), path("/examples"));

    Files.createSymbolicLink(
        Files.createDirectory(scratch.resolve("spark")).resolve("jars"), ShadedJar.SPARK);
    Path log = scratch.resolve("master.log");
    start(
        log,
        ShadedJar.spark(
            "256m",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")));
    master = waitFor(log, MASTER);
    for (int i = 0; i < 2; i++) {
      Path workerLog = scratch.resolve("worker-%d.log".formatted(i));
      Path work = scratch.resolve("worker-%d".formatted(i));
      WORKERS.add(
          start(
              workerLog,
              ShadedJar.spark(
                  "256m",
                  "org.apache.spark.deploy.worker.Worker",
                  List.of(
                      "--host",
                      "127.0.0.1",
                      "--webui-port",
                      "0",
                      "--cores",
                      "1",
                      "--memory",
                      "1g",
                      "--work-dir",
                      work.toString(),
                      master))));
      waitFor(workerLog, REGISTERED);
    }
  }

  @AfterAll
  static void stopAll() throws InterruptedException {
    for (Process process : PROCESSES) {
      kill(process);
    }
    cluster.shutdown();
  }

  /** As by {@code kill -9}, with all that it has started. */
  private static void kill(Process process) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  private static Process start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", scratch.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    PROCESSES.add(process);
    return process;
  }

  private static String waitFor(Path log, Pattern pattern)
      throws IOException, InterruptedException {
    Process newest = PROCESSES.get(PROCESSES.size() - 1);
    while (true) {
      Matcher found = pattern.matcher(Files.readString(log, UTF_8));
      if (found.find()) {
        return found.group(1);
      }
      assertThat(newest.isAlive()).as(() -> text(log)).isTrue();
      Thread.sleep(20);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Process train(String runDir, Path log) throws IOException {
    return start(
        log,
        ShadedJar.submit(
            List.of(
                "--master",
                master,
                "--executor-memory",
                "600m",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false"),
            List.of(
                "train",
                "--config=lookback_rnn",
                "--run_dir=" + hdfs.getUri() + runDir,
                "--sequence_example_file=" + hdfs.getUri() + "/examples",
                "--hparams=batch_size=8,rnn_layer_sizes=[8]",
                "--num_workers=2",
                "--averaging_frequency=2",
                "--num_training_steps=" + STEPS,
                "--eval_frequency=40",
                "--save_checkpoints_steps=4")));
  }

  private static void requireDone(Process training, Path log) throws InterruptedException {
    assertThat(training.waitFor()).as(() -> text(log)).isZero();
  }

  private static long step(String runDir) throws IOException {
    long latest = 0;
    if (hdfs.exists(path(runDir + "/train"))) {
      for (FileStatus file : hdfs.listStatus(path(runDir + "/train"))) {
        Matcher name = CHECKPOINT.matcher(file.getPath().getName());
        latest = name.matches() ? Math.max(latest, Long.parseLong(name.group(1))) : latest;
      }
    }
    return latest;
  }

  private static byte[] read(String file) throws IOException {
    try (FSDataInputStream in = hdfs.open(path(file))) {
      return in.readAllBytes();
    }
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  @Test
  void aWorkerThatIsKilledCostsTimeButNotTheRun() throws Exception {
    Path throughLog = scratch.resolve("through.log");
    requireDone(train("/through", throughLog), throughLog);

    Path log = scratch.resolve("killed.log");
    Process training = train("/killed", log);
    while (step("/killed") < 12) {
      assertThat(training.isAlive()).as(() -> text(log)).isTrue();
      Thread.sleep(5);
    }
    Process worker = WORKERS.get(1);
    assertThat(worker.children()).as("its executor, which trains").hasSize(1);
    kill(worker);
    assertThat(step("/killed")).isLessThan(STEPS);
    requireDone(training, log);

    assertThat(WORKERS.get(0).isAlive()).isTrue();
    for (String file : List.of("train/model.ckpt-" + STEPS + ".zip", "lookback_rnn.mag")) {
      assertThat(read("/killed/" + file)).as(file).isEqualTo(read("/through/" + file));
    }
  }
}
