package io.cantus.transforms.midi;

/**
 * What a MIDI file says, in columns: times in seconds, events by instrument. Bends and control
 * changes lie in lists that several instruments may share.
 */
final class Score {
  private static final int ONLY_LIST = 0;

  private static final int NOTE_BYTES = EventLists.EVENT_BYTES + Double.BYTES;

  /** With its list of notes and, where nothing is shared, two of controllers. */
  private static final int INSTRUMENT_BYTES = Instruments.BYTES + 3 * EventLists.LIST_BYTES;

  private final int division;
  private final TempoMap tempos;
  private final EventLists timeSignatures = new EventLists(4);
  private final EventLists keySignatures = new EventLists(4);
  private final Instruments instruments = new Instruments();
  private final EventLists notes;
  private final Column noteEnds;
  private final EventLists pitchBends = new EventLists(64);
  private final EventLists controlChanges = new EventLists(64);
  private double totalTime;
  private long heldBytes;

  /**
   * @param division ticks per quarter note as the file has it; negative for an SMPTE division
   * @param likelyNotes how many notes to make room for at first
   */
  Score(int division, int likelyNotes) {
    this.division = division;
    tempos = new TempoMap(division);
    timeSignatures.create();
    keySignatures.create();
    notes = new EventLists(likelyNotes);
    noteEnds = new Column(likelyNotes);
  }

  /** When the last note ends; 0 without notes. */
  double totalTime() {
    return totalTime;
  }

  /** About what all that was added takes in memory. */
  long heldBytes() {
    return heldBytes;
  }

  int division() {
    return division;
  }

  TempoMap tempos() {
    return tempos;
  }

  Instruments instruments() {
    return instruments;
  }

  /** One list, its values to be read by {@link #numerator} and {@link #denominator}. */
  EventLists timeSignatures() {
    return timeSignatures;
  }

  /** One list, its values to be read by {@link #pitchClass} and {@link #mode}. */
  EventLists keySignatures() {
    return keySignatures;
  }

  /** A list per instrument, its values to be read by {@link #pitch} and {@link #velocity}. */
  EventLists notes() {
    return notes;
  }

  double noteEnd(int note) {
    return Double.longBitsToDouble(noteEnds.entry(note));
  }

  /** Lists as {@link Instruments#controllers} numbers them; the values are the bends. */
  EventLists pitchBends() {
    return pitchBends;
  }

  /**
   * Lists as {@link Instruments#controllers} numbers them, their values to be read by {@link
   * #control} and {@link #controlValue}.
   */
  EventLists controlChanges() {
    return controlChanges;
  }

  /** As {@link TempoMap#set}. */
  void setTempo(long tick, double qpm) {
    int before = tempos.size();
    tempos.set(tick, qpm);
    heldBytes += (long) TempoMap.TEMPO_BYTES * (tempos.size() - before);
  }

  void addTimeSignature(double time, int numerator, int denominatorPower) {
    int fieldBytes = WireSize.ofTimeSignature(time, numerator, 1 << denominatorPower);
    timeSignatures.append(ONLY_LIST, time, numerator << 5 | denominatorPower, fieldBytes);
    heldBytes += EventLists.EVENT_BYTES;
  }

  static int numerator(int timeSignature) {
    return timeSignature >>> 5;
  }

  static int denominator(int timeSignature) {
    return 1 << (timeSignature & 31);
  }

  void addKeySignature(double time, int pitchClass, int mode) {
    int fieldBytes = WireSize.ofKeySignature(time, pitchClass, mode);
    keySignatures.append(ONLY_LIST, time, pitchClass << 1 | mode, fieldBytes);
    heldBytes += EventLists.EVENT_BYTES;
  }

  static int pitchClass(int keySignature) {
    return keySignature >>> 1;
  }

  /** 0 major, 1 minor. */
  static int mode(int keySignature) {
    return keySignature & 1;
  }

  int addInstrument(int program, int channel, int controllers, TrackName name) {
    notes.create();
    heldBytes += INSTRUMENT_BYTES;
    return instruments.add(program, channel, controllers, name);
  }

  void addNote(int instrument, double start, double end, int pitch, int velocity) {
    totalTime = notes.size() == 0 ? end : Math.max(totalTime, end);
    int fieldBytes = WireSize.ofNote(start, end, pitch, velocity);
    notes.append(instrument, start, pitch << 7 | velocity, fieldBytes);
    noteEnds.append(Double.doubleToRawLongBits(end));
    heldBytes += NOTE_BYTES;
  }

  static int pitch(int note) {
    return note >>> 7;
  }

  static int velocity(int note) {
    return note & 127;
  }

  /** Adds an empty list of bends and one of control changes, both under the number returned. */
  int createControllers() {
    pitchBends.create();
    return controlChanges.create();
  }

  void addPitchBend(int controllers, double time, int bend) {
    pitchBends.append(controllers, time, bend, WireSize.ofPitchBend(time, bend));
    heldBytes += EventLists.EVENT_BYTES;
  }

  void addControlChange(int controllers, double time, int control, int value) {
    int fieldBytes = WireSize.ofControlChange(time, control, value);
    controlChanges.append(controllers, time, control << 7 | value, fieldBytes);
    heldBytes += EventLists.EVENT_BYTES;
  }

  static int control(int controlChange) {
    return controlChange >>> 7;
  }

  static int controlValue(int controlChange) {
    return controlChange & 127;
  }
}
