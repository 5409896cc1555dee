package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.QuantizationInfo.ResolutionCase;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import io.cantus.transforms.BadInputException;

/**
 * What extraction needs of a NoteSequence, a column for each property of its notes and of its
 * changes of meter and tempo; times in seconds. {@link #parse} reads it from a record without
 * building protobuf's objects, several times faster. Immutable.
 */
public final class SequenceColumns {
  final String id;
  final String filename;
  final double totalTime;
  final boolean quantized;

  final int notes;
  final int[] pitch;
  final int[] velocity;
  final double[] start;
  final double[] end;
  final int[] instrument;
  final int[] program;
  final boolean[] drum;

  final int meters;
  final double[] meterTime;
  final int[] numerator;
  final int[] denominator;

  final int tempos;
  final double[] tempoTime;
  final double[] qpm;

  SequenceColumns(SequenceColumnsReader read) {
    id = read.id;
    filename = read.filename;
    totalTime = read.totalTime;
    quantized = read.quantized;
    notes = read.notes;
    pitch = read.pitch;
    velocity = read.velocity;
    start = read.start;
    end = read.end;
    instrument = read.instrument;
    program = read.program;
    drum = read.drum;
    meters = read.meters;
    meterTime = read.meterTime;
    numerator = read.numerator;
    denominator = read.denominator;
    tempos = read.tempos;
    tempoTime = read.tempoTime;
    qpm = read.qpm;
  }

  private SequenceColumns(NoteSequence sequence) {
    id = sequence.getId();
    filename = sequence.getFilename();
    totalTime = sequence.getTotalTime();
    quantized =
        sequence.getQuantizationInfo().getResolutionCase() != ResolutionCase.RESOLUTION_NOT_SET;
    notes = sequence.getNotesCount();
    pitch = new int[notes];
    velocity = new int[notes];
    start = new double[notes];
    end = new double[notes];
    instrument = new int[notes];
    program = new int[notes];
    drum = new boolean[notes];
    for (int i = 0; i < notes; i++) {
      Note note = sequence.getNotes(i);
      pitch[i] = note.getPitch();
      velocity[i] = note.getVelocity();
      start[i] = withoutNegativeZero(note.getStartTime());
      end[i] = note.getEndTime();
      instrument[i] = note.getInstrument();
      program[i] = note.getProgram();
      drum[i] = note.getIsDrum();
    }
    meters = sequence.getTimeSignaturesCount();
    meterTime = new double[meters];
    numerator = new int[meters];
    denominator = new int[meters];
    for (int i = 0; i < meters; i++) {
      TimeSignature meter = sequence.getTimeSignatures(i);
      meterTime[i] = withoutNegativeZero(meter.getTime());
      numerator[i] = meter.getNumerator();
      denominator[i] = meter.getDenominator();
    }
    tempos = sequence.getTemposCount();
    tempoTime = new double[tempos];
    qpm = new double[tempos];
    for (int i = 0; i < tempos; i++) {
      Tempo tempo = sequence.getTempos(i);
      tempoTime[i] = withoutNegativeZero(tempo.getTime());
      qpm[i] = tempo.getQpm();
    }
  }

  /** The columns of a NoteSequence. */
  public static SequenceColumns of(NoteSequence sequence) {
    return new SequenceColumns(sequence);
  }

  /**
   * The columns of a serialised NoteSequence, the same as of the one that protobuf reads. What
   * extraction does not need, such as controllers, is not looked at: damage there goes unnoticed.
   *
   * @throws BadInputException if the record is no NoteSequence
   */
  public static SequenceColumns parse(byte[] record) {
    return new SequenceColumnsReader(record).read();
  }

  /** The same number, but for -0.0, which Double.compare and binarySearch put before 0.0. */
  static double withoutNegativeZero(double time) {
    return time + 0.0;
  }

  /** The NoteSequence's id; empty if it has none. */
  public String id() {
    return id;
  }

  /** The file that the NoteSequence was made from; empty if it does not say. */
  public String filename() {
    return filename;
  }

  /** The NoteSequence's length in seconds, as it says itself. */
  public double totalTime() {
    return totalTime;
  }

  /** How many notes there are. */
  public int noteCount() {
    return notes;
  }
}
