package io.cantus.transforms.midi;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.wire.WireWriter;

/**
 * Writes a {@link Score} in the wire format of NoteSequence, byte for byte as the generated classes
 * would: fields in ascending order, scalars at their default left out. Written directly, because a
 * message object per note costs more time than all the rest of the conversion.
 */
final class NoteSequenceEncoder {
  /** The largest array that every Java machine makes. */
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;

  /** Two enum values, neither of them the default. */
  private static final int SOURCE_INFO_FIELDS = 2 * WireSize.ofSmall(1);

  private final Score score;
  private final Instruments instruments;
  private final WireWriter out;

  private NoteSequenceEncoder(Score score, byte[] buffer) {
    this.score = score;
    instruments = score.instruments();
    out = new WireWriter(buffer);
  }

  /**
   * Serialises a score, into an array of just the right size.
   *
   * @param maxBytes the most that the NoteSequence may take: each instrument of a channel repeats
   *     its shared controllers and its name, so that a hostile file of a megabyte could ask for
   *     gigabytes
   */
  static byte[] encode(Score score, SourceFile source, long maxBytes)
      throws MalformedMidiException {
    String id = source.id("midi");
    long size =
        WireSize.ofString(id)
            + WireSize.ofString(source.filename())
            + WireSize.ofString(source.collectionName())
            + WireSize.ofInt(score.division())
            + WireSize.ofDouble(score.totalTime())
            + WireSize.HEADER
            + SOURCE_INFO_FIELDS
            + sizeOfEvents(score)
            + sizeOfTempos(score.tempos());
    long limit = Math.min(maxBytes, MAX_ARRAY);
    if (size > limit) {
      throw new MalformedMidiException(
          "sequence-too-large",
          "a NoteSequence of %d bytes, the limit is %d".formatted(size, limit));
    }
    byte[] record = new byte[(int) size];
    NoteSequenceEncoder encoder = new NoteSequenceEncoder(score, record);
    encoder.write(id, source);
    if (encoder.out.left() != 0) {
      throw new IllegalStateException("%d bytes too many".formatted(encoder.out.left()));
    }
    return record;
  }

  private static long sizeOfEvents(Score score) {
    Instruments instruments = score.instruments();
    long size = score.timeSignatures().wireBytes() + score.keySignatures().wireBytes();
    for (int i = 0; i < instruments.size(); i++) {
      int perEvent = sizeOfInstrument(instruments, i);
      int controllers = instruments.controllers(i);
      size += sizeOfList(score.notes(), i, perEvent);
      size += sizeOfList(score.pitchBends(), controllers, perEvent);
      size += sizeOfList(score.controlChanges(), controllers, perEvent);
      size += sizeOfInfo(instruments, i);
    }
    return size;
  }

  private static long sizeOfList(EventLists events, int list, int perEvent) {
    return events.wireBytes(list) + (long) perEvent * events.length(list);
  }

  private static long sizeOfTempos(TempoMap tempos) {
    long size = 0;
    for (int i = 0; i < tempos.size(); i++) {
      size += WireSize.HEADER + WireSize.ofTempo(tempos.seconds(i), tempos.qpm(i));
    }
    return size;
  }

  /** Instrument, program and is_drum of an event. */
  private static int sizeOfInstrument(Instruments instruments, int instrument) {
    return WireSize.ofInt(instrument)
        + WireSize.ofSmall(instruments.program(instrument))
        + WireSize.ofSmall(instruments.isDrum(instrument) ? 1 : 0);
  }

  private static long sizeOfInfo(Instruments instruments, int instrument) {
    int name = instruments.name(instrument).utf8Length();
    // The only tag of two bytes.
    return name == 0 ? 0 : 1 + WireSize.ofDelimited(infoFields(instrument, name));
  }

  private static int infoFields(int instrument, int nameLength) {
    return WireSize.ofInt(instrument) + WireSize.ofDelimited(nameLength);
  }

  private void write(String id, SourceFile source) {
    out.text(NoteSequence.ID_FIELD_NUMBER, id);
    out.text(NoteSequence.FILENAME_FIELD_NUMBER, source.filename());
    out.text(NoteSequence.COLLECTION_NAME_FIELD_NUMBER, source.collectionName());
    out.int32(NoteSequence.TICKS_PER_QUARTER_FIELD_NUMBER, score.division());
    writeTimeSignatures();
    writeKeySignatures();
    writeTempos();
    writeNotes();
    out.fixed64(NoteSequence.TOTAL_TIME_FIELD_NUMBER, score.totalTime());
    writePitchBends();
    writeControlChanges();
    writeSourceInfo();
    writeInstrumentInfos();
  }

  private void writeTimeSignatures() {
    EventLists signatures = score.timeSignatures();
    for (int i = 0; i < signatures.size(); i++) {
      double time = signatures.seconds(i);
      int numerator = Score.numerator(signatures.value(i));
      int denominator = Score.denominator(signatures.value(i));
      int begin = out.beginSmall(NoteSequence.TIME_SIGNATURES_FIELD_NUMBER);
      out.fixed64(NoteSequence.TimeSignature.TIME_FIELD_NUMBER, time);
      out.int32(NoteSequence.TimeSignature.NUMERATOR_FIELD_NUMBER, numerator);
      out.int32(NoteSequence.TimeSignature.DENOMINATOR_FIELD_NUMBER, denominator);
      out.endSmall(begin);
    }
  }

  private void writeKeySignatures() {
    EventLists signatures = score.keySignatures();
    for (int i = 0; i < signatures.size(); i++) {
      double time = signatures.seconds(i);
      int key = Score.pitchClass(signatures.value(i));
      int mode = Score.mode(signatures.value(i));
      int begin = out.beginSmall(NoteSequence.KEY_SIGNATURES_FIELD_NUMBER);
      out.fixed64(NoteSequence.KeySignature.TIME_FIELD_NUMBER, time);
      out.int32(NoteSequence.KeySignature.KEY_FIELD_NUMBER, key);
      out.int32(NoteSequence.KeySignature.MODE_FIELD_NUMBER, mode);
      out.endSmall(begin);
    }
  }

  private void writeTempos() {
    TempoMap tempos = score.tempos();
    for (int i = 0; i < tempos.size(); i++) {
      double time = tempos.seconds(i);
      double qpm = tempos.qpm(i);
      int begin = out.beginSmall(NoteSequence.TEMPOS_FIELD_NUMBER);
      out.fixed64(NoteSequence.Tempo.TIME_FIELD_NUMBER, time);
      out.fixed64(NoteSequence.Tempo.QPM_FIELD_NUMBER, qpm);
      out.endSmall(begin);
    }
  }

  private void writeNotes() {
    EventLists notes = score.notes();
    for (int i = 0; i < instruments.size(); i++) {
      for (int note = notes.first(i); note != EventLists.NONE; note = notes.next(note)) {
        int pitch = Score.pitch(notes.value(note));
        int velocity = Score.velocity(notes.value(note));
        double start = notes.seconds(note);
        double end = score.noteEnd(note);
        int begin = out.beginSmall(NoteSequence.NOTES_FIELD_NUMBER);
        out.int32(NoteSequence.Note.PITCH_FIELD_NUMBER, pitch);
        out.int32(NoteSequence.Note.VELOCITY_FIELD_NUMBER, velocity);
        out.fixed64(NoteSequence.Note.START_TIME_FIELD_NUMBER, start);
        out.fixed64(NoteSequence.Note.END_TIME_FIELD_NUMBER, end);
        writeInstrument(NoteSequence.Note.INSTRUMENT_FIELD_NUMBER, i);
        out.endSmall(begin);
      }
    }
  }

  private void writePitchBends() {
    EventLists bends = score.pitchBends();
    for (int i = 0; i < instruments.size(); i++) {
      int first = bends.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = bends.next(event)) {
        double time = bends.seconds(event);
        int bend = bends.value(event);
        int begin = out.beginSmall(NoteSequence.PITCH_BENDS_FIELD_NUMBER);
        out.fixed64(NoteSequence.PitchBend.TIME_FIELD_NUMBER, time);
        out.int32(NoteSequence.PitchBend.BEND_FIELD_NUMBER, bend);
        writeInstrument(NoteSequence.PitchBend.INSTRUMENT_FIELD_NUMBER, i);
        out.endSmall(begin);
      }
    }
  }

  private void writeControlChanges() {
    EventLists changes = score.controlChanges();
    for (int i = 0; i < instruments.size(); i++) {
      int first = changes.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = changes.next(event)) {
        double time = changes.seconds(event);
        int control = Score.control(changes.value(event));
        int value = Score.controlValue(changes.value(event));
        int begin = out.beginSmall(NoteSequence.CONTROL_CHANGES_FIELD_NUMBER);
        out.fixed64(NoteSequence.ControlChange.TIME_FIELD_NUMBER, time);
        out.int32(NoteSequence.ControlChange.CONTROL_NUMBER_FIELD_NUMBER, control);
        out.int32(NoteSequence.ControlChange.CONTROL_VALUE_FIELD_NUMBER, value);
        writeInstrument(NoteSequence.ControlChange.INSTRUMENT_FIELD_NUMBER, i);
        out.endSmall(begin);
      }
    }
  }

  private void writeSourceInfo() {
    out.begin(NoteSequence.SOURCE_INFO_FIELD_NUMBER, SOURCE_INFO_FIELDS);
    out.int32(
        NoteSequence.SourceInfo.ENCODING_TYPE_FIELD_NUMBER,
        NoteSequence.SourceInfo.EncodingType.MIDI_VALUE);
    out.int32(
        NoteSequence.SourceInfo.PARSER_FIELD_NUMBER,
        NoteSequence.SourceInfo.Parser.PRETTY_MIDI_VALUE);
  }

  private void writeInstrumentInfos() {
    for (int i = 0; i < instruments.size(); i++) {
      TrackName name = instruments.name(i);
      if (name.utf8Length() > 0) {
        out.begin(NoteSequence.INSTRUMENT_INFOS_FIELD_NUMBER, infoFields(i, name.utf8Length()));
        out.int32(NoteSequence.InstrumentInfo.INSTRUMENT_FIELD_NUMBER, i);
        out.text(NoteSequence.InstrumentInfo.NAME_FIELD_NUMBER, name.text());
      }
    }
  }

  /** Instrument, program and is_drum, which have successive numbers in every kind of event. */
  private void writeInstrument(int field, int instrument) {
    out.int32(field, instrument);
    out.int32(field + 1, instruments.program(instrument));
    out.bool(field + 2, instruments.isDrum(instrument));
  }
}
