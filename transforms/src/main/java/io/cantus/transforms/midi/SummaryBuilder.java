package io.cantus.transforms.midi;

import io.cantus.transforms.Rejection;
import io.cantus.transforms.midi.MidiSummary.Instrument;
import io.cantus.transforms.midi.MidiSummary.KeySignature;
import io.cantus.transforms.midi.MidiSummary.Kind;
import io.cantus.transforms.midi.MidiSummary.Losses;
import io.cantus.transforms.midi.MidiSummary.Mode;
import io.cantus.transforms.midi.MidiSummary.Moment;
import io.cantus.transforms.midi.MidiSummary.Tempo;
import io.cantus.transforms.midi.MidiSummary.TimeSignature;
import io.cantus.transforms.midi.MidiSummary.Track;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes a score and keeps count of what goes in and what does not come out. */
final class SummaryBuilder extends ScoreBuilder {
  private final Score score;
  private final List<Track> tracks = new ArrayList<>();

  /** Where the last track ends, once that is known. */
  private long end = Long.MAX_VALUE;

  private boolean inTrack;
  private List<String> names;
  private Map<Kind, Integer> events;
  private TreeSet<Integer> channels;

  /** The channels of this track's instruments, in order. */
  private List<Integer> instrumentChannels;

  private int firstInstrument;
  private int notesBefore;
  private int begun;
  private int endsWithoutNote;
  private long lostTicks;
  private Moment first;
  private long lastTick;

  SummaryBuilder(Score score) {
    super(score);
    this.score = score;
  }

  @Override
  void beginTrack() {
    endTrack();
    super.beginTrack();
    inTrack = true;
    names = new ArrayList<>();
    events = new EnumMap<>(Kind.class);
    channels = new TreeSet<>();
    instrumentChannels = new ArrayList<>();
    firstInstrument = score.instruments().size();
    notesBefore = score.notes().size();
    begun = 0;
    endsWithoutNote = 0;
    lostTicks = 0;
    first = null;
    lastTick = 0;
  }

  @Override
  void endOfTracks(int offset) {
    end = offset;
    endTrack();
  }

  /** Also of a track that a fault cuts short. */
  private void endTrack() {
    if (!inTrack) {
      return;
    }
    inTrack = false;
    int hanging = openNotes();
    int ended = score.notes().size() - notesBefore;
    Losses losses =
        new Losses(
            hanging, begun - ended - hanging, endsWithoutNote, lostTicks, ignoredTimeEvents());
    Moment last = moment(lastTick);
    tracks.add(
        new Track(
            names,
            events,
            List.copyOf(channels),
            instruments(),
            first == null ? last : first,
            last,
            losses));
  }

  private int ignoredTimeEvents() {
    return tracks.isEmpty()
        ? 0
        : count(Kind.TEMPO) + count(Kind.TIME_SIGNATURE) + count(Kind.KEY_SIGNATURE);
  }

  private int count(Kind kind) {
    return events.getOrDefault(kind, 0);
  }

  private Moment moment(long tick) {
    return new Moment(tick, score.tempos().secondsAt(tick));
  }

  private List<Instrument> instruments() {
    List<Instrument> instruments = new ArrayList<>();
    for (int i = 0; i < instrumentChannels.size(); i++) {
      instruments.add(instrument(firstInstrument + i, instrumentChannels.get(i)));
    }
    return instruments;
  }

  private Instrument instrument(int number, int channel) {
    EventLists notes = score.notes();
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    double start = Double.POSITIVE_INFINITY;
    double latest = Double.NEGATIVE_INFINITY;
    for (int note = notes.first(number); note != EventLists.NONE; note = notes.next(note)) {
      int pitch = Score.pitch(notes.value(note));
      lowest = Math.min(lowest, pitch);
      highest = Math.max(highest, pitch);
      start = Math.min(start, notes.seconds(note));
      latest = Math.max(latest, score.noteEnd(note));
    }
    return new Instrument(
        number,
        channel,
        score.instruments().program(number),
        notes.length(number),
        lowest,
        highest,
        start,
        latest);
  }

  private void count(Kind kind, long tick) {
    events.merge(kind, 1, Integer::sum);
    if (first == null) {
      first = moment(tick);
    }
    lastTick = tick;
  }

  @Override
  void channelEvent(int status, long tick) {
    channels.add(status & 0x0f);
    count(Kind.ofChannelEvent(status), tick);
  }

  @Override
  void systemEvent(int status, long tick) {
    count(Kind.SYSTEM, tick);
  }

  @Override
  void metaEvent(int type, long tick, boolean known, long delta) {
    count(Kind.ofMetaEvent(type, known), tick);
    lostTicks += known ? 0 : delta;
  }

  @Override
  void trackName(TrackName name) {
    super.trackName(name);
    names.add(name.text());
  }

  @Override
  void noteOn(long tick, int channel, int pitch, int velocity) {
    super.noteOn(tick, channel, pitch, velocity);
    begun++;
  }

  @Override
  void noteOff(long tick, int channel, int pitch, long offset) throws MalformedMidiException {
    int sounding = openNotes();
    int instruments = score.instruments().size();
    super.noteOff(tick, channel, pitch, offset);
    endsWithoutNote += openNotes() == sounding ? 1 : 0;
    if (score.instruments().size() > instruments) {
      instrumentChannels.add(channel);
    }
  }

  MidiSummary summary(
      int format, int announcedTracks, long fileBytes, Optional<Rejection> rejection) {
    endTrack();
    return new MidiSummary(
        format,
        announcedTracks,
        score.division(),
        tracks,
        tempos(),
        timeSignatures(),
        keySignatures(),
        Math.max(0, fileBytes - end),
        rejection);
  }

  private List<Tempo> tempos() {
    TempoMap map = score.tempos();
    List<Tempo> tempos = new ArrayList<>();
    for (int tempo = 0; tempo < map.size(); tempo++) {
      tempos.add(new Tempo(new Moment(map.tick(tempo), map.seconds(tempo)), map.qpm(tempo)));
    }
    return tempos;
  }

  private List<TimeSignature> timeSignatures() {
    EventLists meters = score.timeSignatures();
    List<TimeSignature> timeSignatures = new ArrayList<>();
    for (int meter = 0; meter < meters.size(); meter++) {
      int value = meters.value(meter);
      timeSignatures.add(
          new TimeSignature(
              meters.seconds(meter), Score.numerator(value), Score.denominator(value)));
    }
    return timeSignatures;
  }

  private List<KeySignature> keySignatures() {
    EventLists keys = score.keySignatures();
    List<KeySignature> keySignatures = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      int value = keys.value(key);
      keySignatures.add(
          new KeySignature(
              keys.seconds(key),
              Score.pitchClass(value),
              Score.mode(value) == 0 ? Mode.MAJOR : Mode.MINOR));
    }
    return keySignatures;
  }
}
