package io.cantus.transforms.benchmark;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
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
  private final MelodyPipeline dense = new MelodyPipeline(MelodyConfig.named("lookback_rnn"));

  @Setup
  public void load() {
    files = BenchmarkCorpus.load(corpus);
  }

  @Benchmark
  public void extractDense(Blackhole made) throws InvalidProtocolBufferException {
    for (byte[] record : files.records()) {
      made.consume(dense.run(NoteSequence.parseFrom(record), Branch.TRAINING));
    }
  }

  /** The floor: NoteSequences are read, and nothing is made of them. */
  @Benchmark
  public void parseOnly(Blackhole made) throws InvalidProtocolBufferException {
    for (byte[] record : files.records()) {
      made.consume(NoteSequence.parseFrom(record));
    }
  }
}
