package io.cantus.jobs.train;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.proto.NoteSequence;
import io.cantus.training.network.SparseExample;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.TrainingExample;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** Reads TFRecords of SequenceExamples, dense, compact or mixed, into memory, packed. */
final class ExampleFiles {

  /** The examples of a batch of pieces of files. */
  private record Piece(List<TfRecordSplit.Span> spans, List<SparseExample> examples)
      implements Serializable {}

  private final JavaSparkContext context;
  private final Storage storage;
  private final MelodyConfig config;

  /**
   * @param config whose encoding the examples must have
   */
  ExampleFiles(JavaSparkContext context, Storage storage, MelodyConfig config) {
    this.context = context;
    this.storage = storage;
    this.config = config;
  }

  /**
   * The config on the grid that the examples' data set says it has; on Magenta's if there is no
   * manifest beside them that says so.
   */
  static MelodyConfig onGridOf(Storage storage, String input, MelodyConfig config) {
    return Manifest.settingBeside(storage, input, "steps_per_quarter")
        .filter(steps -> steps.matches("[1-9][0-9]?"))
        .map(steps -> config.withStepsPerQuarter(Integer.parseInt(steps)))
        .orElse(config);
  }

  /**
   * The examples in the order of their records.
   *
   * @param input a file, glob, folder or {@code name@N}
   * @throws BadInputException if there are no files or no examples, or a file is damaged or made
   *     for a config of another encoding or, where examples are compact, another range or key
   */
  JavaRDD<SparseExample> read(String input) {
    List<TfRecordFile> files = TfRecordFile.resolve(storage, input);
    JavaRDD<Piece> pieces =
        TfRecordSplit.readMeeting(
            undivided -> pieces(files, undivided),
            read -> read.flatMap(piece -> piece.spans().iterator()).collect());
    if (pieces.map(piece -> (long) piece.examples().size()).fold(0L, Long::sum) == 0) {
      throw new BadInputException(
          "there are no examples in %s: create-dataset made none; its summary says why"
              .formatted(input));
    }
    return pieces.flatMap(piece -> piece.examples().iterator());
  }

  private JavaRDD<Piece> pieces(List<TfRecordFile> files, Set<String> undivided) {
    List<List<TfRecordSplit>> plan = TfRecordSplit.plan(files, undivided);
    Broadcast<Storage> everywhere = context.broadcast(storage);
    MelodyConfig expected = config;
    return context
        .parallelize(plan, plan.size())
        .map(splits -> read(everywhere.value(), splits, expected))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Piece read(Storage storage, List<TfRecordSplit> splits, MelodyConfig config) {
    List<TfRecordSplit.Span> spans = new ArrayList<>();
    List<SparseExample> examples = new ArrayList<>();
    for (TfRecordSplit split : splits) {
      try (TfRecordSplitReader reader = TfRecordSplitReader.open(storage, split)) {
        long offset = reader.offset();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          TrainingExample example = example(record, config, split.file(), offset);
          // A melody of one event asks for no prediction, and has no inputs in its dense form.
          if (example.steps() > 0) {
            examples.add(SparseExample.of(example));
          }
          offset = reader.offset();
        }
        spans.add(reader.span());
      }
    }
    return new Piece(spans, examples);
  }

  private static TrainingExample example(
      byte[] record, MelodyConfig config, TfRecordFile file, long offset) {
    TrainingExample example;
    try {
      example = SequenceExampleReader.read(record, config);
    } catch (BadInputException e) {
      String why =
          isNoteSequence(record)
              ? "a NoteSequence; create-dataset makes the SequenceExamples to train on from it"
              : e.getMessage();
      throw new BadInputException(
          "%s, record at byte %d: %s".formatted(file.shown(), offset, why), e);
    }
    int inputSize = config.encoding().inputSize();
    if (example.steps() > 0 && example.inputSize() != inputSize) {
      throw new BadInputException(
          "%s, record at byte %d: inputs of %d numbers%s, but %s has %d; name the config that the"
                  .formatted(
                      file.shown(),
                      offset,
                      example.inputSize(),
                      configWith(example.inputSize()),
                      config.name(),
                      inputSize)
              + " data set was made with");
    }
    for (int label : example.labels()) {
      if (label < 0 || label >= config.encoding().numClasses()) {
        throw new BadInputException(
            "%s, record at byte %d: label %d, but %s has %d classes"
                .formatted(
                    file.shown(), offset, label, config.name(), config.encoding().numClasses()));
      }
    }
    return example;
  }

  private static String configWith(int inputSize) {
    return MelodyConfig.all().values().stream()
        .filter(other -> other.encoding().inputSize() == inputSize)
        .map(other -> " as of " + other.name())
        .findFirst()
        .orElse("");
  }

  private static boolean isNoteSequence(byte[] record) {
    try {
      return NoteSequence.parseFrom(record).getId().startsWith("/id/");
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
