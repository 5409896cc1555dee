package io.cantus.transforms.benchmark;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetOptions;
import io.cantus.transforms.dataset.ExampleEncoding;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.sequence.SequenceColumns;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Serialised NoteSequences to SequenceExamples; one operation is the whole corpus once. */
@State(Scope.Thread)
public class MelodyBenchmark {
  @Param("")
  public String corpus;

  private BenchmarkCorpus files;
  private final MelodyPipeline compact = pipeline(ExampleEncoding.COMPACT);
  private final MelodyPipeline dense = pipeline(ExampleEncoding.DENSE);

  private static MelodyPipeline pipeline(ExampleEncoding encoding) {
    return new MelodyPipeline(
        MelodyConfig.named("lookback_rnn"), DatasetOptions.DEFAULTS, encoding);
  }

  @Setup
  public void load() {
    files = BenchmarkCorpus.load(corpus);
  }

  @Benchmark
  public void extractCompact(Blackhole made) {
    extract(compact, made);
  }

  @Benchmark
  public void extractDense(Blackhole made) {
    extract(dense, made);
  }

  private void extract(MelodyPipeline pipeline, Blackhole made) {
    for (byte[] record : files.records()) {
      made.consume(pipeline.run(SequenceColumns.parse(record), Branch.TRAINING));
    }
  }

  /** The floor: NoteSequences are read, and nothing is made of them. */
  @Benchmark
  public void parseOnly(Blackhole made) {
    for (byte[] record : files.records()) {
      made.consume(SequenceColumns.parse(record));
    }
  }

  /** What reading them takes with protobuf's own classes. */
  @Benchmark
  public void parseByProtobuf(Blackhole made) throws InvalidProtocolBufferException {
    for (byte[] record : files.records()) {
      made.consume(NoteSequence.parseFrom(record));
    }
  }
}
