package io.cantus.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.tensorflow.hadoop.io.TFRecordFileInputFormat;

/** Files as TensorFlow's own input format for Hadoop reads them. */
public final class TensorFlowInput {
  private TensorFlowInput() {}

  /** All records of the files in {@code folder} whose names match {@code pattern}. */
  public static List<byte[]> records(Path folder, String pattern)
      throws IOException, InterruptedException {
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
}
