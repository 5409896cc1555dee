package io.cantus.transforms.midi;

import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a MIDI file and what of it conversion leaves out. Of a file that is refused it tells
 * what was read up to the fault.
 *
 * @param format 0, 1 or 2 as the header has it, which conversion does not look at; -1 without one
 * @param announcedTracks number of tracks in the header; -1 without one
 * @param division ticks to a quarter note, negative for SMPTE time; 0 without a header
 * @param tempos in force, from {@link Track} 0 alone; the first is at tick 0
 * @param trailingBytes after the last track, which nobody reads
 * @param rejection why the file is refused, if it is
 */
public record MidiSummary(
    int format,
    int announcedTracks,
    int division,
    List<Track> tracks,
    List<Tempo> tempos,
    List<TimeSignature> timeSignatures,
    List<KeySignature> keySignatures,
    long trailingBytes,
    Optional<Rejection> rejection) {
  private static final int HEADER_END = 14;

  public MidiSummary {
    tracks = List.copyOf(tracks);
    tempos = List.copyOf(tempos);
    timeSignatures = List.copyOf(timeSignatures);
    keySignatures = List.copyOf(keySignatures);
  }

  /** Kinds of events, as a person names them. */
  public enum Kind {
    NOTE_ON("note on"),
    NOTE_OFF("note off"),
    KEY_PRESSURE("key pressure"),
    CONTROL_CHANGE("control change"),
    PROGRAM_CHANGE("program change"),
    CHANNEL_PRESSURE("channel pressure"),
    PITCH_BEND("pitch bend"),
    SYSTEM("system"),
    TEMPO("tempo"),
    TIME_SIGNATURE("time signature"),
    KEY_SIGNATURE("key signature"),
    TEXT("text"),
    OTHER_META("other meta"),
    UNKNOWN_META("unknown meta"),
    END_OF_TRACK("end of track");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in running text, such as {@code note on}. */
    public String label() {
      return label;
    }

    static Kind ofChannelEvent(int status) {
      return switch (status >> 4) {
        case 0x8 -> NOTE_OFF;
        case 0x9 -> NOTE_ON;
        case 0xa -> KEY_PRESSURE;
        case 0xb -> CONTROL_CHANGE;
        case 0xc -> PROGRAM_CHANGE;
        case 0xd -> CHANNEL_PRESSURE;
        default -> PITCH_BEND;
      };
    }

    static Kind ofMetaEvent(int type, boolean known) {
      if (!known) {
        return UNKNOWN_META;
      }
      return switch (type) {
        case 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09 -> TEXT;
        case 0x2f -> END_OF_TRACK;
        case 0x51 -> TEMPO;
        case 0x58 -> TIME_SIGNATURE;
        case 0x59 -> KEY_SIGNATURE;
        default -> OTHER_META;
      };
    }
  }

  /**
   * A track.
   *
   * @param names the track names in it, in order; only instruments made after one bear it
   * @param events how many there are of each kind, in the order of {@link Kind}
   * @param channels zero-based, ascending, those of all channel events
   * @param instruments those that its notes made
   * @param start tick and second of the first event
   * @param end tick and second of the last event
   * @param losses what conversion leaves out
   */
  public record Track(
      List<String> names,
      Map<Kind, Integer> events,
      List<Integer> channels,
      List<Instrument> instruments,
      Moment start,
      Moment end,
      Losses losses) {
    public Track {
      names = List.copyOf(names);
      events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
      channels = List.copyOf(channels);
      instruments = List.copyOf(instruments);
    }

    /** Notes that conversion made of the track. */
    public int notes() {
      return instruments.stream().mapToInt(Instrument::notes).sum();
    }
  }

  /**
   * Notes of one program on one channel of a track, at least one.
   *
   * @param number in the NoteSequence
   * @param channel zero-based; 9 plays drums
   * @param start second at which the first note begins
   * @param end second at which the last note ends
   */
  public record Instrument(
      int number,
      int channel,
      int program,
      int notes,
      int lowestPitch,
      int highestPitch,
      double start,
      double end) {}

  /** A place in time. */
  public record Moment(long tick, double seconds) {}

  /**
   * What conversion leaves out of a track, after the reference.
   *
   * @param hangingNotes begun and never ended
   * @param notesWithoutLength ended on the tick on which they began
   * @param endsWithoutNote note-offs where nothing sounds
   * @param ticksOfUnknownMeta delta times of meta events that the reference does not know: what
   *     follows comes earlier by so much
   * @param timeEvents tempos, time and key signatures in a track other than the first
   */
  public record Losses(
      int hangingNotes,
      int notesWithoutLength,
      int endsWithoutNote,
      long ticksOfUnknownMeta,
      int timeEvents) {}

  /** A tempo in quarter notes per minute. */
  public record Tempo(Moment start, double qpm) {}

  /** A meter, from a time in seconds on. */
  public record TimeSignature(double seconds, int numerator, int denominator) {}

  /** A key, from a time in seconds on; {@code pitchClass} 0 is C. */
  public record KeySignature(double seconds, int pitchClass, Mode mode) {}

  /** What a MIDI key signature tells apart. */
  public enum Mode {
    MAJOR,
    MINOR
  }

  /**
   * Looks into the bytes of a file, within the limits that are the defaults; never throws on
   * account of them.
   */
  public static MidiSummary of(byte[] midi) {
    SummaryBuilder[] used = new SummaryBuilder[1];
    Optional<Rejection> rejection = Optional.empty();
    try {
      SmfReader.read(midi, ConversionLimits.DEFAULTS, score -> used[0] = new SummaryBuilder(score));
    } catch (MalformedMidiException e) {
      rejection = Optional.of(e.rejection());
    }
    return used[0] == null
        ? new MidiSummary(-1, -1, 0, List.of(), List.of(), List.of(), List.of(), 0, rejection)
        : used[0].summary(int16(midi, 8), int16(midi, 10), midi.length, rejection);
  }

  private static int int16(byte[] midi, int at) {
    return midi.length < HEADER_END ? -1 : ((midi[at] & 0xff) << 8) | (midi[at + 1] & 0xff);
  }
}
