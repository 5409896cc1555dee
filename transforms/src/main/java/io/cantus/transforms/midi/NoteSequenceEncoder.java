package io.cantus.transforms.midi;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;

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
  private final CodedOutputStream out;

  private NoteSequenceEncoder(Score score, byte[] buffer) {
    this.score = score;
    instruments = score.instruments();
    out = CodedOutputStream.newInstance(buffer);
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
    try {
      encoder.write(id, source);
      encoder.out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("the size was computed wrongly", e);
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

  private void write(String id, SourceFile source) throws IOException {
    writeString(NoteSequence.ID_FIELD_NUMBER, id);
    writeString(NoteSequence.FILENAME_FIELD_NUMBER, source.filename());
    writeString(NoteSequence.COLLECTION_NAME_FIELD_NUMBER, source.collectionName());
    writeInt(NoteSequence.TICKS_PER_QUARTER_FIELD_NUMBER, score.division());
    writeTimeSignatures();
    writeKeySignatures();
    writeTempos();
    writeNotes();
    writeDouble(NoteSequence.TOTAL_TIME_FIELD_NUMBER, score.totalTime());
    writePitchBends();
    writeControlChanges();
    writeSourceInfo();
    writeInstrumentInfos();
  }

  private void writeTimeSignatures() throws IOException {
    EventLists signatures = score.timeSignatures();
    for (int i = 0; i < signatures.size(); i++) {
      double time = signatures.seconds(i);
      int numerator = Score.numerator(signatures.value(i));
      int denominator = Score.denominator(signatures.value(i));
      writeHeader(
          NoteSequence.TIME_SIGNATURES_FIELD_NUMBER,
          WireSize.ofTimeSignature(time, numerator, denominator));
      writeDouble(NoteSequence.TimeSignature.TIME_FIELD_NUMBER, time);
      writeInt(NoteSequence.TimeSignature.NUMERATOR_FIELD_NUMBER, numerator);
      writeInt(NoteSequence.TimeSignature.DENOMINATOR_FIELD_NUMBER, denominator);
    }
  }

  private void writeKeySignatures() throws IOException {
    EventLists signatures = score.keySignatures();
    for (int i = 0; i < signatures.size(); i++) {
      double time = signatures.seconds(i);
      int key = Score.pitchClass(signatures.value(i));
      int mode = Score.mode(signatures.value(i));
      writeHeader(
          NoteSequence.KEY_SIGNATURES_FIELD_NUMBER, WireSize.ofKeySignature(time, key, mode));
      writeDouble(NoteSequence.KeySignature.TIME_FIELD_NUMBER, time);
      writeInt(NoteSequence.KeySignature.KEY_FIELD_NUMBER, key);
      writeInt(NoteSequence.KeySignature.MODE_FIELD_NUMBER, mode);
    }
  }

  private void writeTempos() throws IOException {
    TempoMap tempos = score.tempos();
    for (int i = 0; i < tempos.size(); i++) {
      double time = tempos.seconds(i);
      double qpm = tempos.qpm(i);
      writeHeader(NoteSequence.TEMPOS_FIELD_NUMBER, WireSize.ofTempo(time, qpm));
      writeDouble(NoteSequence.Tempo.TIME_FIELD_NUMBER, time);
      writeDouble(NoteSequence.Tempo.QPM_FIELD_NUMBER, qpm);
    }
  }

  private void writeNotes() throws IOException {
    EventLists notes = score.notes();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(instruments, i);
      for (int note = notes.first(i); note != EventLists.NONE; note = notes.next(note)) {
        int pitch = Score.pitch(notes.value(note));
        int velocity = Score.velocity(notes.value(note));
        double start = notes.seconds(note);
        double end = score.noteEnd(note);
        writeHeader(
            NoteSequence.NOTES_FIELD_NUMBER,
            WireSize.ofNote(start, end, pitch, velocity) + sizeOfInstrument);
        writeInt(NoteSequence.Note.PITCH_FIELD_NUMBER, pitch);
        writeInt(NoteSequence.Note.VELOCITY_FIELD_NUMBER, velocity);
        writeDouble(NoteSequence.Note.START_TIME_FIELD_NUMBER, start);
        writeDouble(NoteSequence.Note.END_TIME_FIELD_NUMBER, end);
        writeInstrument(NoteSequence.Note.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private void writePitchBends() throws IOException {
    EventLists bends = score.pitchBends();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(instruments, i);
      int first = bends.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = bends.next(event)) {
        double time = bends.seconds(event);
        int bend = bends.value(event);
        writeHeader(
            NoteSequence.PITCH_BENDS_FIELD_NUMBER,
            WireSize.ofPitchBend(time, bend) + sizeOfInstrument);
        writeDouble(NoteSequence.PitchBend.TIME_FIELD_NUMBER, time);
        writeInt(NoteSequence.PitchBend.BEND_FIELD_NUMBER, bend);
        writeInstrument(NoteSequence.PitchBend.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private void writeControlChanges() throws IOException {
    EventLists changes = score.controlChanges();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(instruments, i);
      int first = changes.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = changes.next(event)) {
        double time = changes.seconds(event);
        int control = Score.control(changes.value(event));
        int value = Score.controlValue(changes.value(event));
        writeHeader(
            NoteSequence.CONTROL_CHANGES_FIELD_NUMBER,
            WireSize.ofControlChange(time, control, value) + sizeOfInstrument);
        writeDouble(NoteSequence.ControlChange.TIME_FIELD_NUMBER, time);
        writeInt(NoteSequence.ControlChange.CONTROL_NUMBER_FIELD_NUMBER, control);
        writeInt(NoteSequence.ControlChange.CONTROL_VALUE_FIELD_NUMBER, value);
        writeInstrument(NoteSequence.ControlChange.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private void writeSourceInfo() throws IOException {
    writeHeader(NoteSequence.SOURCE_INFO_FIELD_NUMBER, SOURCE_INFO_FIELDS);
    writeInt(
        NoteSequence.SourceInfo.ENCODING_TYPE_FIELD_NUMBER,
        NoteSequence.SourceInfo.EncodingType.MIDI_VALUE);
    writeInt(
        NoteSequence.SourceInfo.PARSER_FIELD_NUMBER,
        NoteSequence.SourceInfo.Parser.PRETTY_MIDI_VALUE);
  }

  private void writeInstrumentInfos() throws IOException {
    for (int i = 0; i < instruments.size(); i++) {
      TrackName name = instruments.name(i);
      if (name.utf8Length() > 0) {
        writeHeader(NoteSequence.INSTRUMENT_INFOS_FIELD_NUMBER, infoFields(i, name.utf8Length()));
        writeInt(NoteSequence.InstrumentInfo.INSTRUMENT_FIELD_NUMBER, i);
        writeString(NoteSequence.InstrumentInfo.NAME_FIELD_NUMBER, name.text());
      }
    }
  }

  /** Instrument, program and is_drum, which have successive numbers in every kind of event. */
  private void writeInstrument(int field, int instrument) throws IOException {
    writeInt(field, instrument);
    writeInt(field + 1, instruments.program(instrument));
    if (instruments.isDrum(instrument)) {
      out.writeBool(field + 2, true);
    }
  }

  private void writeHeader(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private void writeDouble(int field, double value) throws IOException {
    if (!WireSize.isDefault(value)) {
      out.writeDouble(field, value);
    }
  }

  private void writeInt(int field, int value) throws IOException {
    if (value != 0) {
      out.writeInt32(field, value);
    }
  }

  private void writeString(int field, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeString(field, value);
    }
  }
}
