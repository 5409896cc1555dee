package io.cantus.jobs.validate;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.validate.FileReport.Content;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.CompactExample;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.TrainingExample;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;

/**
 * Checks the records of one file, one after another. They must all be of the kind that the manifest
 * says, or else of the first one's; examples must fit the manifest's config, or else the one that
 * has inputs of their size. Each fault is a {@link BadInputException} without the record's place.
 */
final class RecordCheck {
  private static final int LARGEST = 127;

  private Content content;
  private Optional<MelodyConfig> config;

  /** Numbers in a step's input, once a dense example was seen. */
  private int inputSize;

  RecordCheck(Optional<Expectation> expectation) {
    content =
        expectation
            .map(
                one ->
                    one.kind() == Manifest.Kind.DATA_SET
                        ? Content.EXAMPLES
                        : Content.NOTE_SEQUENCES)
            .orElse(Content.UNKNOWN);
    config =
        expectation
            .filter(one -> one.kind() == Manifest.Kind.DATA_SET)
            .flatMap(one -> MelodyConfig.known(one.config()));
  }

  /** What the records are, as far as is known. */
  Content content() {
    return content;
  }

  void check(byte[] record) {
    switch (content) {
      case NOTE_SEQUENCES -> checkNoteSequence(record);
      case EXAMPLES -> checkExample(record);
      case UNKNOWN -> checkFirst(record);
    }
  }

  private void checkFirst(byte[] record) {
    if (isExample(record)) {
      checkExample(record);
      content = Content.EXAMPLES;
    } else {
      checkNoteSequence(record);
      content = Content.NOTE_SEQUENCES;
    }
  }

  private static boolean isExample(byte[] record) {
    try {
      var unused = SequenceExampleReader.readCompact(record);
      return true;
    } catch (BadInputException e) {
      return false;
    }
  }

  private void checkNoteSequence(byte[] record) {
    NoteSequence sequence =
        noteSequence(record)
            .orElseThrow(
                () ->
                    new BadInputException(
                        content == Content.UNKNOWN
                            ? "neither a NoteSequence nor a SequenceExample of a melody"
                            : isExample(record)
                                ? "a SequenceExample among NoteSequences"
                                : "no NoteSequence"));
    for (Note note : sequence.getNotesList()) {
      check(note);
    }
    for (Tempo tempo : sequence.getTemposList()) {
      if (!(tempo.getQpm() > 0 && Double.isFinite(tempo.getQpm()))) {
        throw new BadInputException(
            "a tempo of %s quarter notes a minute".formatted(tempo.getQpm()));
      }
    }
    for (TimeSignature meter : sequence.getTimeSignaturesList()) {
      if (meter.getNumerator() < 1 || meter.getDenominator() < 1) {
        throw new BadInputException(
            "a time signature of %d/%d".formatted(meter.getNumerator(), meter.getDenominator()));
      }
    }
  }

  /** The NoteSequence in a record; protobuf takes much that is none for an empty one. */
  private static Optional<NoteSequence> noteSequence(byte[] record) {
    try {
      return Optional.of(NoteSequence.parseFrom(record))
          .filter(sequence -> !sequence.getId().isEmpty() || sequence.getNotesCount() > 0);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static void check(Note note) {
    double start = note.getStartTime();
    double end = note.getEndTime();
    if (!(Double.isFinite(start) && Double.isFinite(end) && start >= 0 && start <= end)) {
      throw new BadInputException("a note from %s to %s s".formatted(start, end));
    }
    checkRange("pitch", note.getPitch());
    checkRange("velocity", note.getVelocity());
  }

  private static void checkRange(String what, int value) {
    if (value < 0 || value > LARGEST) {
      throw new BadInputException("a note of %s %d, which is not in 0..127".formatted(what, value));
    }
  }

  private void checkExample(byte[] record) {
    Optional<CompactExample> compact;
    try {
      compact = SequenceExampleReader.readCompact(record);
    } catch (BadInputException e) {
      throw noteSequence(record).isPresent()
          ? new BadInputException("a NoteSequence among SequenceExamples", e)
          : e;
    }
    if (compact.isPresent()) {
      config.ifPresent(compact.get()::requireMadeFor);
    } else {
      check(SequenceExampleReader.read(record));
    }
  }

  private void check(TrainingExample example) {
    if (example.steps() == 0) {
      return;
    }
    if (inputSize == 0) {
      inputSize = config.map(one -> one.encoding().inputSize()).orElse(example.inputSize());
      config = config.or(this::configOfSameInputs);
    }
    if (example.inputSize() != inputSize) {
      throw new BadInputException(
          "inputs of %d numbers, not of %d".formatted(example.inputSize(), inputSize));
    }
    for (float input : example.inputs()) {
      if (!Float.isFinite(input)) {
        throw new BadInputException("an input of %s".formatted(input));
      }
    }
    int classes = config.map(one -> one.encoding().numClasses()).orElse(Integer.MAX_VALUE);
    for (int label : example.labels()) {
      if (label < 0 || label >= classes) {
        throw new BadInputException(
            "label %d of %d classes, of which the last is %d"
                .formatted(label, classes, classes - 1));
      }
    }
  }

  private Optional<MelodyConfig> configOfSameInputs() {
    return MelodyConfig.all().values().stream()
        .filter(one -> one.encoding().inputSize() == inputSize)
        .findFirst();
  }
}
