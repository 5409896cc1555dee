package io.cantus.jobs.dataset;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.PartsFolder;
import io.cantus.jobs.parts.PartsWriter;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetProfile;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.sequence.Fingerprint;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Extracts the examples of a batch of the input into one part for each side. */
final class ExtractionTask implements VoidFunction<ExtractionTask.Order> {
  /** The stage of refusals by which NoteSequences give no examples. */
  static final String STAGE = "create-dataset";

  /** The stage of refusals of copies. */
  static final String DEDUPE_STAGE = "dedupe";

  private static final long serialVersionUID = 1L;

  /**
   * A batch to extract.
   *
   * @param duplicates of records in the batch that are copies: by their place in it, the source of
   *     the one that they are copies of
   */
  record Order(InputBatch batch, SortedMap<Integer, String> duplicates) implements Serializable {}

  private final Broadcast<Storage> storage;
  private final PartsFolder folder;
  private final DatasetRecipe recipe;
  private final MelodyPipeline pipeline;
  private final LongAccumulator done;

  ExtractionTask(
      Broadcast<Storage> storage, PartsFolder folder, DatasetRecipe recipe, LongAccumulator done) {
    this.storage = storage;
    this.folder = folder;
    this.recipe = recipe;
    this.pipeline = new MelodyPipeline(recipe.config(), recipe.options(), recipe.exampleEncoding());
    this.done = done;
  }

  /** Where the examples of a side go. */
  static Channel channel(Branch branch, DatasetRecipe recipe) {
    return new Channel(branch.key(), recipe.compression());
  }

  @Override
  public void call(Order order) {
    InputBatch batch = order.batch();
    long attempt = TaskContext.get().taskAttemptId();
    try (PartsWriter<ExtractionReport> parts =
        folder.begin(storage.value(), batch.number(), attempt)) {
      Extraction extraction = new Extraction(order.duplicates(), parts);
      InputRecords.visit(storage.value(), batch, extraction);
      parts.commit(extraction.report());
    }
    done.add(batch.bytes());
  }

  private final class Extraction implements InputRecords.Visitor {
    private final SortedMap<Integer, String> duplicates;
    private final PartsWriter<ExtractionReport> parts;
    private final MessageDigest sha256 = BackgroundDigest.sha256();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer digested = ByteBuffer.allocate(2 * Long.BYTES);
    private final List<TfRecordSplit.Span> spans = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final Statistics statistics = new Statistics();
    private final DatasetProfile profile = new DatasetProfile();
    private List<Sample> samples = List.of();
    private int inputs;
    private long produced;
    private long made;

    Extraction(SortedMap<Integer, String> duplicates, PartsWriter<ExtractionReport> parts) {
      this.duplicates = duplicates;
      this.parts = parts;
    }

    @Override
    public void sequence(byte[] record, SequenceColumns sequence, String source) {
      String first = duplicates.get(inputs);
      count(record);
      if (first == null) {
        extract(sequence, source);
      } else {
        refused.add(
            Refusal.rejected(
                    source,
                    DEDUPE_STAGE,
                    "duplicate-" + recipe.dedupe().key(),
                    "the same %s as %s".formatted(recipe.dedupe().key(), first))
                .withId(sequence.id()));
      }
    }

    @Override
    public void unreadable(byte[] record, String place, BadInputException why) {
      count(record);
      refused.add(Refusal.rejected(place, STAGE, "not-a-note-sequence", Storage.reason(why)));
    }

    @Override
    public void read(TfRecordSplit.Span span) {
      spans.add(span);
    }

    private void count(byte[] record) {
      inputs++;
      crc.reset();
      crc.update(record);
      sha256.update(digested.putLong(0, record.length).putLong(Long.BYTES, crc.getValue()).array());
    }

    private void extract(SequenceColumns sequence, String source) {
      Fingerprint notes = Fingerprint.ofNotes(sequence);
      Branch branch = recipe.split().branch(notes);
      MelodyPipeline.Result result = pipeline.run(sequence, branch);
      statistics.merge(result.statistics());
      profile.merge(result.profile());
      if (result.outcome() instanceof Outcome.Produced<byte[]> examples) {
        Channel channel = channel(branch, recipe);
        examples.values().forEach(example -> parts.write(channel, example));
        result.first().ifPresent(first -> draw(Sample.of(source, branch, first, notes.low())));
        produced++;
        made += examples.values().size();
      } else {
        refused.add(Refusal.of(source, STAGE, result.outcome()).withId(sequence.id()));
      }
    }

    private void draw(Sample sample) {
      samples = Sample.drawn(Stream.concat(samples.stream(), Stream.of(sample)));
    }

    ExtractionReport report() {
      return new ExtractionReport(
          spans,
          HexFormat.of().formatHex(sha256.digest()),
          inputs,
          produced,
          made,
          new Refusals(refused),
          statistics,
          profile,
          samples);
    }
  }
}
