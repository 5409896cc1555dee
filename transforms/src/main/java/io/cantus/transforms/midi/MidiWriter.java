package io.cantus.transforms.midi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.ControlChange;
import io.cantus.proto.NoteSequence.InstrumentInfo;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.PitchBend;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A NoteSequence becomes a Standard MIDI File of format 1, byte for byte as Magenta writes it with
 * pretty_midi and mido: one track with tempos and signatures, then a track for each instrument.
 * Instrument 0 has a track even if it is silent, drums go to channel 9, the end of a note is a
 * note-on of velocity 0. Other than there, a note lasts one tick at least, since one that ended
 * with its beginning would sound for ever.
 *
 * <p>Values that no MIDI file can hold (a pitch over 127, a meter over 5, less than 3.58 quarter
 * notes per minute) end in an {@link IllegalArgumentException} that names them.
 */
public final class MidiWriter {
  private static final int STANDARD_DIVISION = 220;
  private static final int DRUM_CHANNEL = 9;
  private static final int[] MELODIC_CHANNELS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15};

  private static final int NOTE_ON = 0x90;
  private static final int CONTROL_CHANGE = 0xb0;
  private static final int PROGRAM_CHANGE = 0xc0;
  private static final int PITCH_BEND = 0xe0;
  private static final int META = 0xff;

  private static final int TRACK_NAME = 0x03;
  private static final int END_OF_TRACK = 0x2f;
  private static final int SET_TEMPO = 0x51;
  private static final int TIME_SIGNATURE = 0x58;
  private static final int KEY_SIGNATURE = 0x59;

  private static final int CLOCKS_PER_CLICK = 24;
  private static final int THIRTY_SECONDS_PER_QUARTER = 8;

  // Order within a tick; in a track of notes, those come last, by pitch and then by velocity.
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int THIRD = 2;
  private static final int FOURTH = 3;
  private static final int NOTES = 4;

  /** Sharps of the major key on each pitch class, as few as there can be; flats negative. */
  private static final int[] MAJOR_SHARPS = {0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5};

  private static final int[] MINOR_SHARPS = {-3, 4, -1, -6, 1, -4, 3, -2, 5, 0, -5, 2};

  /**
   * A message of a track.
   *
   * @param rank order among the messages of a tick; equal ones keep the order of the sequence
   * @param bytes status byte and data
   */
  private record Message(long tick, int rank, byte[] bytes) {
    static final Comparator<Message> ORDER =
        comparingLong(Message::tick).thenComparingInt(Message::rank);
  }

  /** What distinguishes the tracks of notes. */
  private record Part(int instrument, int program, boolean isDrum) {
    static final Comparator<Part> ORDER =
        comparingInt(Part::instrument).thenComparingInt(Part::program).thenComparing(Part::isDrum);
  }

  /** A track of notes while its messages are gathered. */
  private record Track(int channel, List<Message> messages) {
    void add(long tick, int rank, int kind, int... data) {
      byte[] bytes = new byte[1 + data.length];
      bytes[0] = (byte) (kind | channel);
      for (int i = 0; i < data.length; i++) {
        bytes[1 + i] = (byte) data[i];
      }
      messages.add(new Message(tick, rank, bytes));
    }
  }

  private final NoteSequence sequence;
  private final int division;
  private final TempoMap tempos;

  private MidiWriter(NoteSequence sequence) {
    this.sequence = sequence;
    int ticks = sequence.getTicksPerQuarter();
    division = ticks == 0 ? STANDARD_DIVISION : inRange("ticks per quarter note", ticks, 1, 0x7fff);
    tempos = tempos(sequence.getTemposList(), division);
  }

  /** The bytes of a MIDI file that plays the sequence. */
  public static byte[] write(NoteSequence sequence) {
    return new MidiWriter(sequence).write();
  }

  /** Before the first tempo, time runs at 120 quarter notes per minute. */
  private static TempoMap tempos(List<Tempo> tempos, int division) {
    List<Tempo> sorted = new ArrayList<>(tempos);
    sorted.sort(comparingDouble(Tempo::getTime));
    TempoMap map = new TempoMap(division);
    for (Tempo tempo : sorted) {
      if (!(tempo.getQpm() > 0)) {
        throw new IllegalArgumentException(
            "a tempo of %s quarter notes per minute".formatted(tempo.getQpm()));
      }
      map.set(tick(map, tempo.getTime()), tempo.getQpm());
    }
    return map;
  }

  private static long tick(TempoMap map, double time) {
    if (!(time >= 0 && time < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("an event at %s seconds".formatted(time));
    }
    return map.tickAt(time);
  }

  private long tick(double time) {
    return tick(tempos, time);
  }

  private byte[] write() {
    List<List<Message>> tracks = new ArrayList<>();
    tracks.add(conductorMessages());
    for (Track track : partTracks().values()) {
      tracks.add(track.messages());
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("MThd".getBytes(ISO_8859_1));
    writeInt(file, 6, 4);
    writeInt(file, 1, 2);
    writeInt(file, inRange("number of tracks", tracks.size(), 1, 0x7fff), 2);
    writeInt(file, division, 2);
    for (List<Message> messages : tracks) {
      byte[] events = events(messages);
      file.writeBytes("MTrk".getBytes(ISO_8859_1));
      writeInt(file, events.length, 4);
      file.writeBytes(events);
    }
    return file.toByteArray();
  }

  private List<Message> conductorMessages() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < tempos.size(); i++) {
      messages.add(tempoMessage(tempos.tick(i), tempos.qpm(i)));
    }
    List<TimeSignature> meters = sequence.getTimeSignaturesList();
    if (meters.stream().noneMatch(meter -> meter.getTime() == 0)) {
      messages.add(timeSignatureMessage(0, 4, 4));
    }
    for (TimeSignature meter : meters) {
      messages.add(
          timeSignatureMessage(
              tick(meter.getTime()), meter.getNumerator(), meter.getDenominator()));
    }
    for (KeySignature key : sequence.getKeySignaturesList()) {
      messages.add(keySignatureMessage(tick(key.getTime()), key));
    }
    return messages;
  }

  private static Message tempoMessage(long tick, double qpm) {
    int micros = inRange("microseconds per quarter note", (int) (6e7 / qpm), 1, 0xffffff);
    return meta(tick, FIRST, SET_TEMPO, micros >> 16, micros >> 8, micros);
  }

  private static Message timeSignatureMessage(long tick, int numerator, int denominator) {
    if (denominator < 1 || Integer.bitCount(denominator) > 1) {
      throw new IllegalArgumentException(
          "a meter of %d/%d, whose denominator is no power of two"
              .formatted(numerator, denominator));
    }
    return meta(
        tick,
        SECOND,
        TIME_SIGNATURE,
        inRange("beats of a meter", numerator, 1, 255),
        Integer.numberOfTrailingZeros(denominator),
        CLOCKS_PER_CLICK,
        THIRTY_SECONDS_PER_QUARTER);
  }

  /** MIDI knows major and minor only: any other mode is written as major. */
  private static Message keySignatureMessage(long tick, KeySignature key) {
    int tonic = inRange("pitch class of a key", key.getKeyValue(), 0, 11);
    boolean minor = key.getMode() == KeySignature.Mode.MINOR;
    int sharps = minor ? MINOR_SHARPS[tonic] : MAJOR_SHARPS[tonic];
    return meta(tick, THIRD, KEY_SIGNATURE, sharps, minor ? 1 : 0);
  }

  private static Message meta(long tick, int rank, int type, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return meta(tick, rank, type, bytes);
  }

  private static Message meta(long tick, int rank, int type, byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(META);
    bytes.write(type);
    writeVariableLength(bytes, data.length);
    bytes.writeBytes(data);
    return new Message(tick, rank, bytes.toByteArray());
  }

  private Map<Part, Track> partTracks() {
    Map<Part, Track> tracks = emptyTracks();
    for (Note note : sequence.getNotesList()) {
      addNote(tracks.get(part(note)), note);
    }
    for (PitchBend bend : sequence.getPitchBendsList()) {
      int value = inRange("pitch bend", bend.getBend(), -8192, 8191) + 8192;
      tracks.get(part(bend)).add(tick(bend.getTime()), THIRD, PITCH_BEND, value & 127, value >> 7);
    }
    for (ControlChange change : sequence.getControlChangesList()) {
      tracks
          .get(part(change))
          .add(
              tick(change.getTime()),
              FOURTH,
              CONTROL_CHANGE,
              inRange("number of a control", change.getControlNumber(), 0, 127),
              inRange("value of a control", change.getControlValue(), 0, 127));
    }
    return tracks;
  }

  private Map<Part, Track> emptyTracks() {
    Map<Part, Track> tracks = new TreeMap<>(Part.ORDER);
    Track none = new Track(0, List.of());
    sequence.getNotesList().forEach(note -> tracks.put(part(note), none));
    sequence.getPitchBendsList().forEach(bend -> tracks.put(part(bend), none));
    sequence.getControlChangesList().forEach(change -> tracks.put(part(change), none));
    if (tracks.keySet().stream().noneMatch(part -> part.instrument() == 0)) {
      tracks.put(new Part(0, 0, false), none);
    }

    Map<Integer, String> names = new HashMap<>();
    for (InstrumentInfo info : sequence.getInstrumentInfosList()) {
      names.put(info.getInstrument(), info.getName());
    }
    int index = 0;
    for (Map.Entry<Part, Track> entry : tracks.entrySet()) {
      Part part = entry.getKey();
      int melodic = MELODIC_CHANNELS[index++ % MELODIC_CHANNELS.length];
      Track track = new Track(part.isDrum() ? DRUM_CHANNEL : melodic, new ArrayList<>());
      String name = names.getOrDefault(part.instrument(), "");
      if (!name.isEmpty()) {
        track.messages().add(meta(0, FIRST, TRACK_NAME, name.getBytes(ISO_8859_1)));
      }
      track.add(0, SECOND, PROGRAM_CHANGE, inRange("program", part.program(), 0, 127));
      entry.setValue(track);
    }
    return tracks;
  }

  private static Part part(Note note) {
    return new Part(note.getInstrument(), note.getProgram(), note.getIsDrum());
  }

  private static Part part(PitchBend bend) {
    return new Part(bend.getInstrument(), bend.getProgram(), bend.getIsDrum());
  }

  private static Part part(ControlChange change) {
    return new Part(change.getInstrument(), change.getProgram(), change.getIsDrum());
  }

  private void addNote(Track track, Note note) {
    int pitch = inRange("pitch", note.getPitch(), 0, 127);
    int velocity = inRange("velocity", note.getVelocity(), 0, 127);
    if (velocity == 0) {
      // Nobody hears it, and as a message it would end some other note.
      return;
    }
    long start = tick(note.getStartTime());
    long end = Math.max(tick(note.getEndTime()), start + 1);
    int rank = NOTES + (pitch << 7);
    track.add(start, rank + velocity, NOTE_ON, pitch, velocity);
    track.add(end, rank, NOTE_ON, pitch, 0);
  }

  private static byte[] events(List<Message> messages) {
    messages.sort(Message.ORDER);
    long end = messages.get(messages.size() - 1).tick() + 1;
    messages.add(meta(end, NOTES, END_OF_TRACK));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long tick = 0;
    int runningStatus = META;
    for (Message message : messages) {
      writeVariableLength(out, message.tick() - tick);
      tick = message.tick();
      byte[] bytes = message.bytes();
      int status = bytes[0] & 0xff;
      int skipped = status == runningStatus && status != META ? 1 : 0;
      out.write(bytes, skipped, bytes.length - skipped);
      runningStatus = status;
    }
    return out.toByteArray();
  }

  private static void writeInt(ByteArrayOutputStream out, int value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write(value >> shift);
    }
  }

  private static void writeVariableLength(ByteArrayOutputStream out, long value) {
    int shift = 0;
    while (value >> shift > 0x7f) {
      shift += 7;
    }
    for (; shift > 0; shift -= 7) {
      out.write((int) ((value >> shift) & 0x7f) | 0x80);
    }
    out.write((int) (value & 0x7f));
  }

  private static int inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "a MIDI file cannot hold %s %d, only %d to %d".formatted(what, value, least, most));
    }
    return value;
  }
}
