package io.cantus.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.SequenceExampleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.hadoop.io.TFRecordFileInputFormat;

/** What the commands write is read by TensorFlow's own input format for Hadoop. */
final class ForeignReaderTest {

  @TempDir private Path folder;

  private List<byte[]> readAsTensorFlow(String pattern) throws IOException, InterruptedException {
    Job job = Job.getInstance(new Configuration());
    FileInputFormat.setInputPaths(job, folder + "/" + pattern);
    TFRecordFileInputFormat format = new TFRecordFileInputFormat();
    List<byte[]> records = new ArrayList<>();
    for (InputSplit split : format.getSplits(job)) {
      TaskAttemptContext context =
          new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID());
      try (RecordReader<BytesWritable, NullWritable> reader =
          format.createRecordReader(split, context)) {
        reader.initialize(split, context);
        while (reader.nextKeyValue()) {
          records.add(reader.getCurrentKey().copyBytes());
        }
      }
    }
    return records;
  }

  @Test
  void readsNoteSequencesAndExamples() throws IOException, InterruptedException {
    Path songs = Files.createDirectory(folder.resolve("songs"));
    for (int i = 0; i < 5; i++) {
      Files.write(songs.resolve(i + ".mid"), Tunes.midi(8 + i, 60));
    }
    CantusRun convert =
        CantusRun.of(
            "convert",
            "--input_dir=" + songs,
            "--output_file=" + folder + "/ns.tfrecord@2",
            "--master=local[2]");
    assertThat(convert.exitCode()).as(convert.err()).isEqualTo(ExitCode.DONE);
    List<byte[]> sequences = readAsTensorFlow("ns.tfrecord-*");
    assertThat(sequences).hasSize(5);
    assertThat(NoteSequence.parseFrom(sequences.get(4)).getNotesCount()).isEqualTo(48);

    CantusRun dataset =
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + folder + "/ns.tfrecord@2",
            "--output_dir=" + folder + "/examples",
            "--eval_ratio=0",
            "--master=local[2]");
    assertThat(dataset.exitCode()).as(dataset.err()).isEqualTo(ExitCode.DONE);
    List<byte[]> examples = readAsTensorFlow("examples/training_melodies.tfrecord");
    assertThat(Arrays.asList(8, 9, 10, 11, 12))
        .containsExactlyElementsOf(
            examples.stream()
                .map(example -> (SequenceExampleReader.read(example).steps() + 4) / 16)
                .toList());
    assertThat(readAsTensorFlow("examples/eval_melodies.tfrecord")).isEmpty();
  }
}
