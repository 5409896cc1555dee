package io.cantus.transforms.benchmark;

import io.cantus.transforms.tfrecord.TfRecordReader;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Records in their frames, in memory; one operation is all NoteSequences of the corpus once. */
@State(Scope.Thread)
public class TfRecordBenchmark {
  @Param("")
  public String corpus;

  private BenchmarkCorpus files;
  private byte[] framed;
  private ByteArrayOutputStream out;

  @Setup
  public void load() throws IOException {
    files = BenchmarkCorpus.load(corpus);
    out = new ByteArrayOutputStream();
    write();
    framed = out.toByteArray();
  }

  /** The stream keeps its array from one operation to the next, so that none pays for growth. */
  @Benchmark
  public int write() throws IOException {
    out.reset();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : files.records()) {
        writer.write(record);
      }
    }
    return out.size();
  }

  @Benchmark
  public void read(Blackhole made) throws IOException {
    try (TfRecordReader reader =
        new TfRecordReader(new ByteArrayInputStream(framed), "benchmark")) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        made.consume(record);
      }
    }
  }

  /** The floor: the JDK's CRC-32C of the data alone. */
  @Benchmark
  public long checksum() {
    CRC32C crc = new CRC32C();
    for (byte[] record : files.records()) {
      crc.update(record, 0, record.length);
    }
    return crc.getValue();
  }
}
