package io.cantus.jobs.melodies;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetOptions;
import io.cantus.transforms.dataset.ExampleEncoding;
import io.cantus.transforms.dataset.ExampleMelodies;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds melodies as a data set's pipeline does, see {@link MelodyPipeline}. Melodies of
 * SequenceExamples are taken as they are. Thread-safe.
 */
public final class MelodyFinder {
  private static final String CONVERT = "convert";
  private static final String EXTRACT = "extract";

  private final MelodyConfig config;
  private final MelodyPipeline pipeline;

  /**
   * @param config whose range, key and grid the melodies are brought into
   * @param options what counts as a melody
   */
  public MelodyFinder(MelodyConfig config, ExtractionOptions options) {
    this.config = config;
    pipeline =
        new MelodyPipeline(
            config,
            new DatasetOptions(config.stepsPerQuarter(), List.of(0), options),
            ExampleEncoding.COMPACT);
  }

  /**
   * What a content holds, piece by piece; at least one.
   *
   * @throws BadInputException if it is an example that was made for another config
   */
  public List<FoundMelodies> find(Content content) {
    if (content instanceof Content.Refused refused) {
      return List.of(FoundMelodies.refused(refused.refusal()));
    }
    return content instanceof Content.File file
        ? inFile(file)
        : List.of(inRecord((Content.TfRecord) content));
  }

  private List<FoundMelodies> inFile(Content.File file) {
    List<FoundMelodies> found = new ArrayList<>();
    SourceConverter.convert(
        file.source(),
        file.bytes(),
        ConversionLimits.DEFAULTS,
        piece -> found.add(inPiece(file, piece)));
    return found;
  }

  private FoundMelodies inPiece(Content.File file, Conversion piece) {
    String source =
        piece.piece().isEmpty()
            ? file.source().path()
            : file.source().path() + ", " + piece.piece();
    return piece.outcome() instanceof Outcome.Produced<byte[]> made
        ? inSequence(SequenceColumns.parse(made.values().get(0)), source)
        : FoundMelodies.refused(Refusal.of(source, CONVERT, piece.outcome()));
  }

  private FoundMelodies inSequence(SequenceColumns sequence, String source) {
    Outcome<byte[]> outcome = pipeline.run(sequence, Branch.TRAINING).outcome();
    if (outcome instanceof Outcome.Produced<byte[]> examples) {
      List<Melody> melodies =
          examples.values().stream().map(example -> ExampleMelodies.read(example, config)).toList();
      return new FoundMelodies(source, melodies, Optional.empty());
    }
    return FoundMelodies.refused(Refusal.of(source, EXTRACT, outcome));
  }

  /** A record does not say what it is: to protobuf, an example may be a strange NoteSequence. */
  private FoundMelodies inRecord(Content.TfRecord one) {
    Optional<SequenceColumns> sequence = sequence(one.bytes());
    if (sequence.isEmpty() || sequence.get().noteCount() == 0) {
      Optional<FoundMelodies> example = inExample(one);
      if (example.isPresent()) {
        return example.get();
      }
    }
    return sequence
        .map(
            columns ->
                inSequence(
                    columns, columns.filename().isEmpty() ? one.place() : columns.filename()))
        .orElseGet(
            () ->
                FoundMelodies.refused(
                    Refusal.rejected(
                        one.place(),
                        EXTRACT,
                        "not-a-note-sequence",
                        "neither a NoteSequence nor a SequenceExample")));
  }

  private static Optional<SequenceColumns> sequence(byte[] message) {
    try {
      return Optional.of(SequenceColumns.parse(message));
    } catch (BadInputException e) {
      return Optional.empty();
    }
  }

  private Optional<FoundMelodies> inExample(Content.TfRecord one) {
    try {
      if (!ExampleMelodies.isExample(one.bytes())) {
        return Optional.empty();
      }
      Melody melody = ExampleMelodies.read(one.bytes(), config);
      return Optional.of(new FoundMelodies(one.place(), List.of(melody), Optional.empty()));
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(one.place(), e.getMessage()), e);
    }
  }
}
