package io.cantus.transforms.abc;

import com.google.protobuf.CodedOutputStream;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Section;
import io.cantus.proto.NoteSequence.SectionGroup;
import io.cantus.proto.NoteSequence.SourceInfo;
import io.cantus.proto.NoteSequence.TextAnnotation;
import io.cantus.proto.NoteSequence.TextAnnotation.TextAnnotationType;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A tune as a serialised NoteSequence: each voice with music is an instrument and a part, times are
 * seconds. Notes are written one by one, since a message object for each would take most memory.
 */
final class TuneRecord {
  /** The reference's: !mf!, whatever the dynamics say. */
  private static final int VELOCITY = 90;

  private static final int TICKS_PER_QUARTER = 220;

  private final Tune tune;
  private final ConversionLimits limits;
  private final IdentityHashMap<Voice, Timeline.Times> times = new IdentityHashMap<>();

  private TuneRecord(Tune tune, ConversionLimits limits) {
    this.tune = tune;
    this.limits = limits;
  }

  /**
   * @throws MalformedTuneException if the tune has no note, or is over a limit
   */
  static TuneRecord of(Tune tune, ConversionLimits limits) throws MalformedTuneException {
    if (tune.voices().all().stream().allMatch(voice -> voice.notes().isEmpty())) {
      throw new MalformedTuneException("no-notes", "the tune ends without a note");
    }
    TuneRecord record = new TuneRecord(tune, limits);
    double seconds = record.totalTime();
    if (seconds > limits.maxSeconds()) {
      throw new MalformedTuneException(
          "too-long", "%.0f seconds, the limit is %.0f".formatted(seconds, limits.maxSeconds()));
    }
    return record;
  }

  private Timeline.Times times(Voice voice) {
    return times.computeIfAbsent(voice, any -> voice.timeline().times(tune.tempos()));
  }

  private double totalTime() {
    double total = 0;
    for (Voice voice : tune.voices().all()) {
      for (Note note : voice.notes()) {
        total = Math.max(total, times(voice).end(note));
      }
    }
    return total;
  }

  byte[] encode(SourceFile source, String id, long number) throws MalformedTuneException {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      beforeNotes(source, id).writeTo(out);
      writeNotes(out);
      afterNotes(number).writeTo(out);
      out.flush();
      if (bytes.size() > limits.maxOutputBytes()) {
        throw new MalformedTuneException(
            "sequence-too-large",
            "%d bytes, the limit is %d".formatted(bytes.size(), limits.maxOutputBytes()));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** The fields with numbers below the notes': records have their fields in ascending order. */
  private NoteSequence beforeNotes(SourceFile source, String id) {
    NoteSequence.Builder sequence =
        NoteSequence.newBuilder()
            .setId(id)
            .setFilename(source.filename())
            .setCollectionName(source.collectionName())
            .setTicksPerQuarter(TICKS_PER_QUARTER);
    for (Tune.Mark<Meter> mark : tune.meters()) {
      sequence
          .addTimeSignaturesBuilder()
          .setTime(time(mark.step()))
          .setNumerator(mark.value().numerator())
          .setDenominator(mark.value().denominator());
    }
    for (Tune.Mark<KeySignature> mark : tune.keys()) {
      sequence
          .addKeySignaturesBuilder()
          .setTime(time(mark.step()))
          .setKeyValue(mark.value().pitchClass())
          .setMode(mark.value().mode());
    }
    for (TempoMap.Change change : tune.tempos().changes()) {
      sequence
          .addTemposBuilder()
          .setTime(times(change.voice()).written()[change.step()])
          .setQpm(change.qpm());
    }
    return sequence.build();
  }

  /** The time of a border between steps of the leading voice. */
  private double time(int step) {
    return step == 0 ? 0 : times(tune.voices().leading()).written()[step];
  }

  private void writeNotes(CodedOutputStream out) throws IOException {
    int instrument = 0;
    int part = 0;
    for (Voice voice : playing()) {
      NoteSequence.Note.Builder note =
          NoteSequence.Note.newBuilder().setVelocity(VELOCITY).setPart(part);
      instrument = writeNotes(voice, note, instrument, out);
      for (Voice overlay : voice.overlays()) {
        instrument = writeNotes(overlay, note, instrument, out);
      }
      part++;
    }
  }

  /** The number of the next instrument. */
  private int writeNotes(
      Voice voice, NoteSequence.Note.Builder note, int instrument, CodedOutputStream out)
      throws IOException {
    note.setInstrument(instrument).setIsDrum(voice.isPercussion());
    Timeline.Times seconds = times(voice);
    for (Note played : voice.notes()) {
      note.setPitch(played.pitch())
          .setStartTime(seconds.start(played))
          .setEndTime(seconds.end(played));
      out.writeMessage(NoteSequence.NOTES_FIELD_NUMBER, note.build());
    }
    return voice.notes().isEmpty() ? instrument : instrument + 1;
  }

  /** The named voices that have music, be it in overlays. */
  private List<Voice> playing() {
    return tune.voices().named().stream()
        .filter(
            voice ->
                !voice.notes().isEmpty()
                    || voice.overlays().stream().anyMatch(overlay -> !overlay.notes().isEmpty()))
        .toList();
  }

  private NoteSequence afterNotes(long number) {
    NoteSequence.Builder sequence = NoteSequence.newBuilder().setTotalTime(totalTime());
    if (tune.namesVoices()) {
      for (Voice voice : playing()) {
        int part = sequence.getPartInfosCount();
        sequence.addPartInfosBuilder().setPart(part).setName(voice.name());
      }
    }
    sequence
        .getSourceInfoBuilder()
        .setSourceType(SourceInfo.SourceType.SCORE_BASED)
        .setEncodingType(SourceInfo.EncodingType.ABC)
        .setParser(SourceInfo.Parser.MAGENTA_ABC);
    sequence.addAllTextAnnotations(annotations()).setReferenceNumber(number);
    if (tune.hasMetadata()) {
      sequence
          .getSequenceMetadataBuilder()
          .setTitle(tune.title())
          .setArtist(artist())
          .addAllComposers(tune.composers());
    }
    addSections(sequence);
    return sequence.build();
  }

  /** The text of all voices in the order of time. */
  private List<TextAnnotation> annotations() {
    List<TextAnnotation> annotations = new ArrayList<>();
    for (Voice voice : tune.voices().all()) {
      for (Voice.Annotation annotation : voice.annotations()) {
        annotations.add(
            TextAnnotation.newBuilder()
                .setTime(times(voice).written()[annotation.step()])
                .setText(annotation.text())
                .setAnnotationType(type(annotation.text()))
                .build());
      }
    }
    annotations.sort(Comparator.comparingDouble(TextAnnotation::getTime));
    return annotations;
  }

  private static TextAnnotationType type(String text) {
    return !text.isEmpty() && KeySignature.isNoteName(text.charAt(0))
        ? TextAnnotationType.CHORD_SYMBOL
        : TextAnnotationType.UNKNOWN;
  }

  private String artist() {
    return tune.composers().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  private void addSections(NoteSequence.Builder sequence) {
    List<Integer> starts = tune.sections().starts();
    for (int section = 0; section < starts.size(); section++) {
      sequence
          .addSectionAnnotationsBuilder()
          .setTime(time(starts.get(section)))
          .setSectionId(section);
    }
    for (Sections.Group group : tune.sections().groups()) {
      SectionGroup.Builder built = SectionGroup.newBuilder().setNumTimes(group.times());
      for (int section : group.sections()) {
        built.addSections(Section.newBuilder().setSectionId(section));
      }
      sequence.addSectionGroups(built);
    }
  }
}
