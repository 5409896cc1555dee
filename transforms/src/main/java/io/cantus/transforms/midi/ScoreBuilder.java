package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * Turns the events of a file, track after track, into a {@link Score}, after pretty_midi: notes go
 * to the instrument of the program that is current when they end, and an instrument exists from its
 * first ended note on.
 *
 * <p>The methods that do nothing are for those who want to know of all events; they cost nothing
 * where no such class is loaded.
 */
class ScoreBuilder {
  private static final int CHANNELS = 16;
  private static final int NONE = -1;

  private static final int[] MAJOR_TONIC = {11, 6, 1, 8, 3, 10, 5, 0, 7, 2, 9, 4, 11, 6, 1};
  private static final int[] MINOR_TONIC = {8, 3, 10, 5, 0, 7, 2, 9, 4, 11, 6, 1, 8, 3, 10};

  private final Score score;
  private final TempoMap tempos;
  private final OpenNotes open = new OpenNotes();

  private int track = NONE;
  private TrackName name = TrackName.NONE;
  private final int[] programs = new int[CHANNELS];

  /** The instrument of each channel and program of this track, or NONE. */
  private final int[] instruments = new int[CHANNELS << 7];

  /** Slots of {@link #instruments} in use, so that a new track need not clear all of them. */
  private final int[] slots = new int[CHANNELS << 7];

  private int usedSlots;

  /** Lists of each channel for controllers that no instrument was there to take, or NONE. */
  private final int[] pendingControllers = new int[CHANNELS];

  ScoreBuilder(Score score) {
    this.score = score;
    tempos = score.tempos();
    Arrays.fill(instruments, NONE);
  }

  void beginTrack() {
    track++;
    tempos.rewind();
    open.clear();
    name = TrackName.NONE;
    Arrays.fill(programs, 0);
    Arrays.fill(pendingControllers, NONE);
    while (usedSlots > 0) {
      instruments[slots[--usedSlots]] = NONE;
    }
  }

  /** All tracks are read; {@code offset} is the first byte after them. */
  void endOfTracks(int offset) {}

  /** A channel event, told before what it does. */
  void channelEvent(int status, long tick) {}

  /** A sysex or system event. */
  void systemEvent(int status, long tick) {}

  /** A meta event; where it is not known, {@code tick} is without its {@code delta}. */
  void metaEvent(int type, long tick, boolean known, long delta) {}

  void trackName(TrackName name) {
    this.name = name;
  }

  void tempo(long tick, int microsPerQuarter) {
    score.setTempo(tick, 6e7 / microsPerQuarter);
  }

  void timeSignature(long tick, int numerator, int denominatorPower) {
    score.addTimeSignature(tempos.secondsAt(tick), numerator, denominatorPower);
  }

  /**
   * @param sharps -7 to 7, flats negative
   * @param mode 0 major, 1 minor
   */
  void keySignature(long tick, int sharps, int mode) {
    int[] tonics = mode == 0 ? MAJOR_TONIC : MINOR_TONIC;
    score.addKeySignature(tempos.secondsAt(tick), tonics[sharps + 7], mode);
  }

  void program(int channel, int program) {
    programs[channel] = program;
  }

  void noteOn(long tick, int channel, int pitch, int velocity) {
    open.add(OpenNotes.key(channel, pitch), tick, tempos.secondsAt(tick), velocity);
  }

  /**
   * Ends all notes of the key that began on an earlier tick. Notes that begin on this very tick
   * stay open if some other note was ended, and vanish if not.
   *
   * @param offset where the event lies in the file
   */
  void noteOff(long tick, int channel, int pitch, long offset) throws MalformedMidiException {
    int key = OpenNotes.key(channel, pitch);
    int first = open.first(key);
    if (first == OpenNotes.NONE) {
      return;
    }
    if (open.tick(first) == tick) {
      removeAll(key);
      return;
    }
    double end = tempos.secondsAt(tick);
    int instrument = instrument(channel);
    do {
      int note = open.removeFirst(key);
      double start = open.seconds(note);
      if (end < start) {
        throw new MalformedMidiException(
            "note-ends-before-start",
            offset,
            track,
            "SMPTE division %d: a note from %s s to %s s".formatted(score.division(), start, end));
      }
      score.addNote(instrument, start, end, pitch, open.velocity(note));
      first = open.first(key);
    } while (first != OpenNotes.NONE && open.tick(first) != tick);
  }

  /** Notes that have ended, or those that sound if they are more. */
  int notes() {
    return Math.max(score.notes().size(), open.size());
  }

  private void removeAll(int key) {
    while (open.first(key) != OpenNotes.NONE) {
      open.removeFirst(key);
    }
  }

  private int instrument(int channel) {
    int slot = slot(channel);
    if (instruments[slot] == NONE) {
      int pending = pendingControllers[channel];
      int controllers = pending == NONE ? score.createControllers() : pending;
      instruments[slot] = score.addInstrument(programs[channel], channel, controllers, name);
      slots[usedSlots++] = slot;
    }
    return instruments[slot];
  }

  /** Notes of this track that have not ended yet. */
  final int openNotes() {
    return open.size();
  }

  private int slot(int channel) {
    return channel << 7 | programs[channel];
  }

  void pitchBend(long tick, int channel, int bend) {
    score.addPitchBend(controllers(channel), tempos.secondsAt(tick), bend);
  }

  void controlChange(long tick, int channel, int control, int value) {
    score.addControlChange(controllers(channel), tempos.secondsAt(tick), control, value);
  }

  private int controllers(int channel) {
    int instrument = instruments[slot(channel)];
    if (instrument != NONE) {
      return score.instruments().controllers(instrument);
    }
    if (pendingControllers[channel] == NONE) {
      pendingControllers[channel] = score.createControllers();
    }
    return pendingControllers[channel];
  }
}
