package io.cantus.transforms.midi;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Writes a {@link Score} in the wire format of NoteSequence, byte for byte as the generated classes
 * would: fields in ascending order, scalars at their default left out. Written directly, because a
 * message object per note costs more time than all the rest of the conversion.
 */
final class NoteSequenceEncoder {
  /** What a file may always grow to; see {@link #largest}. */
  private static final long ALWAYS_ALLOWED = 1L << 28;

  // Most bytes that one entry takes: tag, length, doubles of 9, an instrument of 6, a negative
  // int32 of 11, other numbers of 2 or 3.
  private static final int MAX_NOTE = 36;
  private static final int MAX_BEND = 32;
  private static final int MAX_CONTROL_CHANGE = 30;
  private static final int MAX_TEMPO = 20;
  private static final int MAX_TIME_SIGNATURE = 20;
  private static final int MAX_KEY_SIGNATURE = 15;
  private static final int MAX_INSTRUMENT_INFO = 20;
  private static final int MAX_REST = 100;

  /** Bytes of a field with a one-byte tag and a double. */
  private static final int DOUBLE_FIELD = 9;

  /** Bytes of a field with a one-byte tag and a number below 128. */
  private static final int SMALL_FIELD = 2;

  private final Score score;
  private final Instruments instruments;
  private final byte[] buffer;
  private final CodedOutputStream out;

  private NoteSequenceEncoder(Score score, int capacity) {
    this.score = score;
    instruments = score.instruments();
    buffer = new byte[capacity];
    out = CodedOutputStream.newInstance(buffer);
  }

  /**
   * Serialises a score.
   *
   * @param midiLength bytes of the file, which bound what it may become
   * @throws MalformedMidiException if the NoteSequence is beyond all measure: each instrument of a
   *     channel repeats its shared controllers and its name, so that a hostile file of a megabyte
   *     could ask for gigabytes
   */
  static byte[] encode(Score score, SourceFile source, int midiLength)
      throws MalformedMidiException {
    String id = source.id("midi");
    long bound =
        MAX_REST
            + 3L * (id.length() + source.filename().length() + source.collectionName().length())
            + bound(score);
    if (bound > largest(midiLength)) {
      throw new MalformedMidiException(
          "sequence-too-large",
          "%d instruments with their shared controllers and names make about %d bytes"
              .formatted(score.instruments().size(), bound));
    }
    NoteSequenceEncoder encoder = new NoteSequenceEncoder(score, (int) bound);
    try {
      encoder.write(id, source);
    } catch (IOException e) {
      throw new UncheckedIOException("the bound on the size was too low", e);
    }
    return Arrays.copyOf(encoder.buffer, encoder.out.getTotalBytesWritten());
  }

  /** Without sharing, three bytes of input make at most {@link #MAX_NOTE} bytes of output. */
  private static long largest(int midiLength) {
    return Math.min(ALWAYS_ALLOWED + MAX_NOTE / 3 * (long) midiLength, Integer.MAX_VALUE - 8);
  }

  private static long bound(Score score) {
    Instruments instruments = score.instruments();
    long bound =
        (long) MAX_NOTE * score.notes().size()
            + (long) MAX_TEMPO * score.tempos().size()
            + (long) MAX_TIME_SIGNATURE * score.timeSignatures().size()
            + (long) MAX_KEY_SIGNATURE * score.keySignatures().size();
    for (int i = 0; i < instruments.size(); i++) {
      int controllers = instruments.controllers(i);
      bound +=
          (long) MAX_BEND * score.pitchBends().length(controllers)
              + (long) MAX_CONTROL_CHANGE * score.controlChanges().length(controllers)
              + MAX_INSTRUMENT_INFO
              + instruments.name(i).utf8Length();
    }
    return bound;
  }

  private void write(String id, SourceFile source) throws IOException {
    writeString(NoteSequence.ID_FIELD_NUMBER, id);
    writeString(NoteSequence.FILENAME_FIELD_NUMBER, source.filename());
    writeString(NoteSequence.COLLECTION_NAME_FIELD_NUMBER, source.collectionName());
    out.writeInt32(NoteSequence.TICKS_PER_QUARTER_FIELD_NUMBER, score.division());
    writeTimeSignatures();
    writeKeySignatures();
    writeTempos();
    writeNotes();
    writeDouble(NoteSequence.TOTAL_TIME_FIELD_NUMBER, totalTime());
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
          sizeOfDouble(time) + sizeOfInt(numerator) + sizeOfInt(denominator));
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
          NoteSequence.KEY_SIGNATURES_FIELD_NUMBER,
          sizeOfDouble(time) + sizeOfInt(key) + sizeOfInt(mode));
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
      writeHeader(NoteSequence.TEMPOS_FIELD_NUMBER, sizeOfDouble(time) + sizeOfDouble(qpm));
      writeDouble(NoteSequence.Tempo.TIME_FIELD_NUMBER, time);
      writeDouble(NoteSequence.Tempo.QPM_FIELD_NUMBER, qpm);
    }
  }

  private void writeNotes() throws IOException {
    EventLists notes = score.notes();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(i);
      for (int note = notes.first(i); note != EventLists.NONE; note = notes.next(note)) {
        int pitch = Score.pitch(notes.value(note));
        int velocity = Score.velocity(notes.value(note));
        double start = notes.seconds(note);
        double end = score.noteEnd(note);
        writeHeader(
            NoteSequence.NOTES_FIELD_NUMBER,
            sizeOfSmall(pitch)
                + sizeOfSmall(velocity)
                + sizeOfDouble(start)
                + sizeOfDouble(end)
                + sizeOfInstrument);
        writeInt(NoteSequence.Note.PITCH_FIELD_NUMBER, pitch);
        writeInt(NoteSequence.Note.VELOCITY_FIELD_NUMBER, velocity);
        writeDouble(NoteSequence.Note.START_TIME_FIELD_NUMBER, start);
        writeDouble(NoteSequence.Note.END_TIME_FIELD_NUMBER, end);
        writeInstrument(NoteSequence.Note.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private double totalTime() {
    int notes = score.notes().size();
    double total = notes == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int note = 0; note < notes; note++) {
      total = Math.max(total, score.noteEnd(note));
    }
    return total;
  }

  private void writePitchBends() throws IOException {
    EventLists bends = score.pitchBends();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(i);
      int first = bends.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = bends.next(event)) {
        double time = bends.seconds(event);
        int bend = bends.value(event);
        writeHeader(
            NoteSequence.PITCH_BENDS_FIELD_NUMBER,
            sizeOfDouble(time) + sizeOfInt(bend) + sizeOfInstrument);
        writeDouble(NoteSequence.PitchBend.TIME_FIELD_NUMBER, time);
        writeInt(NoteSequence.PitchBend.BEND_FIELD_NUMBER, bend);
        writeInstrument(NoteSequence.PitchBend.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private void writeControlChanges() throws IOException {
    EventLists changes = score.controlChanges();
    for (int i = 0; i < instruments.size(); i++) {
      int sizeOfInstrument = sizeOfInstrument(i);
      int first = changes.first(instruments.controllers(i));
      for (int event = first; event != EventLists.NONE; event = changes.next(event)) {
        double time = changes.seconds(event);
        int control = Score.control(changes.value(event));
        int value = Score.controlValue(changes.value(event));
        writeHeader(
            NoteSequence.CONTROL_CHANGES_FIELD_NUMBER,
            sizeOfDouble(time) + sizeOfSmall(control) + sizeOfSmall(value) + sizeOfInstrument);
        writeDouble(NoteSequence.ControlChange.TIME_FIELD_NUMBER, time);
        writeInt(NoteSequence.ControlChange.CONTROL_NUMBER_FIELD_NUMBER, control);
        writeInt(NoteSequence.ControlChange.CONTROL_VALUE_FIELD_NUMBER, value);
        writeInstrument(NoteSequence.ControlChange.INSTRUMENT_FIELD_NUMBER, i);
      }
    }
  }

  private void writeSourceInfo() throws IOException {
    writeHeader(NoteSequence.SOURCE_INFO_FIELD_NUMBER, 2 * SMALL_FIELD);
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
        int sizeOfName = 1 + CodedOutputStream.computeUInt32SizeNoTag(name.utf8Length());
        writeHeader(
            NoteSequence.INSTRUMENT_INFOS_FIELD_NUMBER,
            sizeOfInt(i) + sizeOfName + name.utf8Length());
        writeInt(NoteSequence.InstrumentInfo.INSTRUMENT_FIELD_NUMBER, i);
        writeString(NoteSequence.InstrumentInfo.NAME_FIELD_NUMBER, name.text());
      }
    }
  }

  private int sizeOfInstrument(int instrument) {
    return sizeOfInt(instrument)
        + sizeOfSmall(instruments.program(instrument))
        + (instruments.isDrum(instrument) ? SMALL_FIELD : 0);
  }

  /** Instrument, program and is_drum, which have successive numbers in every kind of event. */
  private void writeInstrument(int field, int instrument) throws IOException {
    writeInt(field, instrument);
    writeInt(field + 1, instruments.program(instrument));
    if (instruments.isDrum(instrument)) {
      out.writeBool(field + 2, true);
    }
  }

  private static int sizeOfDouble(double value) {
    return isDefault(value) ? 0 : DOUBLE_FIELD;
  }

  /** Protobuf takes only the positive zero for the default. */
  private static boolean isDefault(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  private static int sizeOfSmall(int value) {
    return value == 0 ? 0 : SMALL_FIELD;
  }

  private static int sizeOfInt(int value) {
    return value == 0 ? 0 : 1 + CodedOutputStream.computeInt32SizeNoTag(value);
  }

  private void writeHeader(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private void writeDouble(int field, double value) throws IOException {
    if (!isDefault(value)) {
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
