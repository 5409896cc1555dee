package io.cantus.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.songbook.Arranger;
import io.cantus.transforms.songbook.Songbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sound.midi.MidiSystem;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded jar under the real SparkSubmit, with every path on a real NameNode. */
final class SparkSubmitHdfsIT {
  @TempDir static Path scratch;

  private static MiniDFSCluster cluster;
  private static FileSystem hdfs;

  @BeforeAll
  static void startHdfs() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, scratch.resolve("dfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
  }

  @AfterAll
  static void stopHdfs() {
    cluster.shutdown();
  }

  @Test
  void theWholeJobRunsOnHdfsFromTheShadedJar() throws Exception {
    Map<String, byte[]> songs = Arranger.files(Songbook.standard());
    for (Map.Entry<String, byte[]> song : songs.entrySet()) {
      try (FSDataOutputStream out = hdfs.create(path("/music/" + song.getKey()))) {
        out.write(song.getValue());
      }
    }

    submit("pack", "--input_dir=" + uri("/music"), "--output_file=" + uri("/data/music.seq@2"));
    String converted =
        submit(
            "convert_dir_to_note_sequences",
            "--input_dir=" + uri("/data/music.seq@2"),
            "--output_file=" + uri("/data/notes.tfrecord@2"));
    assertThat(converted).contains("from %d files".formatted(songs.size()));
    submit(
        "melody_rnn_create_dataset",
        "--config=basic_rnn",
        "--input=" + uri("/data/notes.tfrecord@2"),
        "--output_dir=" + uri("/data/examples"));
    submit(
        "melody_rnn_train",
        "--config=basic_rnn",
        "--run_dir=" + uri("/run"),
        "--sequence_example_file=" + uri("/data/examples/training_melodies.tfrecord"),
        "--hparams=batch_size=8,rnn_layer_sizes=[8]",
        "--num_training_steps=4");
    submit(
        "melody_rnn_generate",
        "--bundle_file=" + uri("/run/basic_rnn.mag"),
        "--output_dir=" + uri("/generated"),
        "--num_outputs=2",
        "--partitions=2",
        "--seed=1");
    submit(
        "melody_rnn_generate",
        "--bundle_file=" + uri("/run/basic_rnn.mag"),
        "--output_dir=" + uri("/generated"),
        "--num_outputs=20",
        "--partitions=3",
        "--pack");

    FileStatus[] generated = hdfs.globStatus(path("/generated/*.mid"));
    assertThat(generated).hasSize(2);
    for (FileStatus file : generated) {
      try (FSDataInputStream in = hdfs.open(file.getPath())) {
        assertThat(MidiSystem.getSequence(in).getTracks()).hasSize(2);
      }
    }
    FileStatus[] packs = hdfs.globStatus(path("/generated/*_melodies.seq"));
    assertThat(packs).hasSize(1);
    String read =
        submit(
            "convert_dir_to_note_sequences",
            "--input_dir=" + packs[0].getPath(),
            "--output_file=" + uri("/data/melodies.tfrecord"));
    assertThat(read).contains("from 20 files");
    assertThat(leftovers()).isEmpty();
  }

  private static List<String> leftovers() throws IOException {
    List<String> hidden = new ArrayList<>();
    for (String folder : List.of("/data", "/data/examples", "/generated", "/run", "/run/train")) {
      for (FileStatus file : hdfs.listStatus(path(folder))) {
        String name = file.getPath().getName();
        if (name.startsWith("_") || name.startsWith(".")) {
          hidden.add(file.getPath().toString());
        }
      }
    }
    return hidden;
  }

  /** Runs the jar as spark-submit would and returns what it printed. */
  private static String submit(String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile(scratch, "submit", ".log");
    List<String> command = ShadedJar.submit(List.of("--master", "local[2]"), List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends: %s", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(log, UTF_8);
    assertThat(process.exitValue()).as("%s printed:%n%s", arguments[0], printed).isZero();
    return printed;
  }

  private static String uri(String path) {
    return hdfs.getUri() + path;
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }
}
