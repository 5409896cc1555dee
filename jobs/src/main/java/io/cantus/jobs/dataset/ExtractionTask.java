package io.cantus.jobs.dataset;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.jobs.io.Publication.Workplace;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.statistics.Statistics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Extracts the examples of a batch of the input into one part for each side. */
final class ExtractionTask implements Function<InputBatch, ExtractionReport> {
  static final String STAGE = "create-dataset";
  private static final long serialVersionUID = 1L;

  private final Broadcast<Storage> storage;
  private final Workplace workplace;
  private final MelodyPipeline pipeline;
  private final EvalSplit evalSplit;
  private final LongAccumulator done;

  ExtractionTask(
      Broadcast<Storage> storage,
      Workplace workplace,
      MelodyPipeline pipeline,
      EvalSplit evalSplit,
      LongAccumulator done) {
    this.storage = storage;
    this.workplace = workplace;
    this.pipeline = pipeline;
    this.evalSplit = evalSplit;
    this.done = done;
  }

  @Override
  public ExtractionReport call(InputBatch batch) {
    try (Extraction extraction = new Extraction(batch.number())) {
      for (TfRecordSplit split : batch.pieces()) {
        extraction.read(split);
        done.add(split.end() - split.start());
      }
      return extraction.report();
    }
  }

  private final class Extraction implements AutoCloseable {
    private final List<TfRecordSplit.Span> spans = new ArrayList<>();
    private final Map<Branch, TfRecordFileWriter> writers = new EnumMap<>(Branch.class);
    private final List<Refusal> refused = new ArrayList<>();
    private final Statistics statistics = new Statistics();
    private final int batch;
    private long inputs;

    Extraction(int batch) {
      this.batch = batch;
    }

    void read(TfRecordSplit split) {
      try (TfRecordSplitReader reader = TfRecordSplitReader.open(storage.value(), split)) {
        long offset = reader.offset();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          extract(record, split, offset);
          inputs++;
          offset = reader.offset();
        }
        spans.add(reader.span());
      }
    }

    private void extract(byte[] record, TfRecordSplit split, long offset) {
      NoteSequence sequence;
      try {
        sequence = NoteSequence.parseFrom(record);
      } catch (InvalidProtocolBufferException e) {
        refuseExample(record, split, offset);
        refused.add(
            Refusal.rejected(
                place(split, offset), STAGE, "not-a-note-sequence", Storage.reason(e)));
        return;
      }
      Branch branch = evalSplit.branch(sequence);
      MelodyPipeline.Result result = pipeline.run(sequence, branch);
      statistics.merge(result.statistics());
      if (result.outcome() instanceof Outcome.Produced<byte[]> examples) {
        examples.values().forEach(writer(branch)::write);
      } else {
        String name = sequence.getFilename();
        refused.add(
            Refusal.of(name.isEmpty() ? place(split, offset) : name, STAGE, result.outcome()));
      }
    }

    /** One output of this very job among the inputs is a mix-up, not a bad record. */
    private static void refuseExample(byte[] record, TfRecordSplit split, long offset) {
      try {
        SequenceExampleReader.read(record);
      } catch (BadInputException e) {
        return;
      }
      throw new BadInputException(
          "%s: a SequenceExample, which create-dataset makes; --input wants the NoteSequences that"
                  .formatted(place(split, offset))
              + " convert makes");
    }

    private static String place(TfRecordSplit split, long offset) {
      return "%s, record at byte %d".formatted(split.file().shown(), offset);
    }

    private TfRecordFileWriter writer(Branch branch) {
      return writers.computeIfAbsent(
          branch, key -> TfRecordFileWriter.create(storage.value(), partOf(key)));
    }

    private Path partOf(Branch branch) {
      return workplace.part(
          "%s-%05d".formatted(branch.key(), batch), TaskContext.get().taskAttemptId());
    }

    ExtractionReport report() {
      Map<Branch, ExtractionReport.Part> parts = new EnumMap<>(Branch.class);
      writers.forEach(
          (branch, writer) -> {
            writer.close();
            parts.put(
                branch,
                new ExtractionReport.Part(Storage.location(partOf(branch)), writer.records()));
          });
      writers.clear();
      return new ExtractionReport(spans, parts, inputs, new Refusals(refused), statistics);
    }

    /** Closes what a failure left open. */
    @Override
    public void close() {
      writers.values().forEach(TfRecordFileWriter::close);
    }
  }
}
