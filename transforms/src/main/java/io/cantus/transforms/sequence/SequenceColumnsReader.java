package io.cantus.transforms.sequence;

import static io.cantus.transforms.wire.WireReader.FIXED_64;
import static io.cantus.transforms.wire.WireReader.LENGTH_DELIMITED;
import static io.cantus.transforms.wire.WireReader.VARINT;

import io.cantus.transforms.wire.WireReader;
import java.util.Arrays;

/** Reads one serialised NoteSequence into columns. The tags are those of music.proto. */
final class SequenceColumnsReader {
  private static final int ID = 1 << 3 | LENGTH_DELIMITED;
  private static final int FILENAME = 2 << 3 | LENGTH_DELIMITED;
  private static final int COLLECTION_NAME = 3 << 3 | LENGTH_DELIMITED;
  private static final int TIME_SIGNATURES = 5 << 3 | LENGTH_DELIMITED;
  private static final int TEMPOS = 7 << 3 | LENGTH_DELIMITED;
  private static final int NOTES = 8 << 3 | LENGTH_DELIMITED;
  private static final int TOTAL_TIME = 9 << 3 | FIXED_64;
  private static final int QUANTIZATION_INFO = 15 << 3 | LENGTH_DELIMITED;

  private static final int NOTE_PITCH = 1 << 3 | VARINT;
  private static final int NOTE_VELOCITY = 2 << 3 | VARINT;
  private static final int NOTE_START_TIME = 3 << 3 | FIXED_64;
  private static final int NOTE_END_TIME = 4 << 3 | FIXED_64;
  private static final int NOTE_INSTRUMENT = 7 << 3 | VARINT;
  private static final int NOTE_PROGRAM = 8 << 3 | VARINT;
  private static final int NOTE_IS_DRUM = 9 << 3 | VARINT;

  private static final int TIME_SIGNATURE_TIME = 1 << 3 | FIXED_64;
  private static final int TIME_SIGNATURE_NUMERATOR = 2 << 3 | VARINT;
  private static final int TIME_SIGNATURE_DENOMINATOR = 3 << 3 | VARINT;

  private static final int TEMPO_TIME = 1 << 3 | FIXED_64;
  private static final int TEMPO_QPM = 2 << 3 | FIXED_64;

  private static final int STEPS_PER_QUARTER = 1 << 3 | VARINT;
  private static final int STEPS_PER_SECOND = 2 << 3 | VARINT;

  /** Fewer than the bytes of a note as convert writes it. */
  private static final int BYTES_A_NOTE = 24;

  private final WireReader wire;

  String id = "";
  String filename = "";
  double totalTime;
  boolean quantized;

  int notes;
  int[] pitch;
  int[] velocity;
  double[] start;
  double[] end;
  int[] instrument;
  int[] program;
  boolean[] drum;

  int meters;
  double[] meterTime = new double[4];
  int[] numerator = new int[4];
  int[] denominator = new int[4];

  int tempos;
  double[] tempoTime = new double[4];
  double[] qpm = new double[4];

  SequenceColumnsReader(byte[] record) {
    wire = new WireReader(record, "not a NoteSequence");
    int room = record.length / BYTES_A_NOTE + 1;
    pitch = new int[room];
    velocity = new int[room];
    start = new double[room];
    end = new double[room];
    instrument = new int[room];
    program = new int[room];
    drum = new boolean[room];
  }

  SequenceColumns read() {
    while (wire.next()) {
      switch (wire.tag()) {
        case ID -> id = wire.text();
        case FILENAME -> filename = wire.text();
        case COLLECTION_NAME -> wire.text();
        case TIME_SIGNATURES -> readTimeSignature();
        case TEMPOS -> readTempo();
        case NOTES -> readNote();
        case TOTAL_TIME -> totalTime = wire.fixed64();
        case QUANTIZATION_INFO -> readQuantizationInfo();
        default -> wire.skip();
      }
    }
    return new SequenceColumns(this);
  }

  private void readNote() {
    if (notes == pitch.length) {
      growNotes();
    }
    int outer = wire.enter();
    while (wire.next()) {
      switch (wire.tag()) {
        case NOTE_PITCH -> pitch[notes] = (int) wire.varint();
        case NOTE_VELOCITY -> velocity[notes] = (int) wire.varint();
        case NOTE_START_TIME -> start[notes] = time();
        case NOTE_END_TIME -> end[notes] = wire.fixed64();
        case NOTE_INSTRUMENT -> instrument[notes] = (int) wire.varint();
        case NOTE_PROGRAM -> program[notes] = (int) wire.varint();
        case NOTE_IS_DRUM -> drum[notes] = wire.varint() != 0;
        default -> wire.skip();
      }
    }
    wire.leave(outer);
    notes++;
  }

  private void growNotes() {
    int room = 2 * notes;
    pitch = Arrays.copyOf(pitch, room);
    velocity = Arrays.copyOf(velocity, room);
    start = Arrays.copyOf(start, room);
    end = Arrays.copyOf(end, room);
    instrument = Arrays.copyOf(instrument, room);
    program = Arrays.copyOf(program, room);
    drum = Arrays.copyOf(drum, room);
  }

  private void readTimeSignature() {
    if (meters == meterTime.length) {
      meterTime = Arrays.copyOf(meterTime, 2 * meters);
      numerator = Arrays.copyOf(numerator, 2 * meters);
      denominator = Arrays.copyOf(denominator, 2 * meters);
    }
    int outer = wire.enter();
    while (wire.next()) {
      switch (wire.tag()) {
        case TIME_SIGNATURE_TIME -> meterTime[meters] = time();
        case TIME_SIGNATURE_NUMERATOR -> numerator[meters] = (int) wire.varint();
        case TIME_SIGNATURE_DENOMINATOR -> denominator[meters] = (int) wire.varint();
        default -> wire.skip();
      }
    }
    wire.leave(outer);
    meters++;
  }

  private void readTempo() {
    if (tempos == tempoTime.length) {
      tempoTime = Arrays.copyOf(tempoTime, 2 * tempos);
      qpm = Arrays.copyOf(qpm, 2 * tempos);
    }
    int outer = wire.enter();
    while (wire.next()) {
      switch (wire.tag()) {
        case TEMPO_TIME -> tempoTime[tempos] = time();
        case TEMPO_QPM -> qpm[tempos] = wire.fixed64();
        default -> wire.skip();
      }
    }
    wire.leave(outer);
    tempos++;
  }

  /** Either resolution says that times are steps; a later message does not take it back. */
  private void readQuantizationInfo() {
    int outer = wire.enter();
    while (wire.next()) {
      quantized |= wire.tag() == STEPS_PER_QUARTER || wire.tag() == STEPS_PER_SECOND;
      wire.skip();
    }
    wire.leave(outer);
  }

  private double time() {
    return SequenceColumns.withoutNegativeZero(wire.fixed64());
  }
}
