package io.cantus.transforms.songbook;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.InstrumentInfo;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import io.cantus.transforms.midi.MidiWriter;
import io.cantus.transforms.songbook.Passage.Chord;
import io.cantus.transforms.songbook.Passage.MelodyNote;
import java.text.Normalizer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Arranges tunes for melody, bass and drums. The bass breaks the chords, a note a beat; its first
 * note of each chord is doubled at the octave, so that nobody takes the bass for a melody.
 */
public final class Arranger {
  private static final int MELODY = 0;
  private static final int BASS = 1;
  private static final int DRUMS = 2;

  private static final int TICKS_PER_QUARTER = 480;
  private static final int EIGHTH = Passage.UNITS_PER_WHOLE / 8;
  private static final double UNITS_PER_QUARTER = Passage.UNITS_PER_WHOLE / 4.0;

  /** E1, the lowest string of a bass. */
  private static final int LOWEST_BASS = 28;

  /** General MIDI percussion. */
  private static final int KICK = 36;

  private static final int SNARE = 38;
  private static final int CLOSED_HAT = 42;

  /** A file whose only track declares more bytes than there are. */
  private static final byte[] TRUNCATED =
      HexFormat.of()
          .parseHex(
              "4d546864000000060000000101e0" // format 0, 1 track, 480 ticks a quarter
                  + "4d54726b00000400" // a track of 1024 bytes
                  + "00ff5103"
                  + "07a120" // 120 quarters a minute
                  + "00903c64"
                  + "8360803c40" // one note, then nothing more
              );

  /** A file with a note-on of velocity 200, where MIDI ends at 127. */
  private static final byte[] DATA_BYTE_OVER_127 =
      HexFormat.of()
          .parseHex(
              "4d546864000000060000000101e0"
                  + "4d54726b00000014"
                  + "00ff510307a120"
                  + "00903cc8"
                  + "8360803c40"
                  + "00ff2f00");

  private final NoteSequence.Builder sequence = NoteSequence.newBuilder();
  private final Tune tune;
  private Passage passage;
  private double passageStart;

  private Arranger(Tune tune) {
    this.tune = tune;
  }

  /**
   * The songbook as a folder of MIDI files, by file name: one for each tune, and two that no
   * converter can accept, so that a user sees what becomes of such.
   */
  public static SortedMap<String, byte[]> files(Songbook songbook) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("damaged-truncated.mid", TRUNCATED.clone());
    files.put("damaged-data-byte.mid", DATA_BYTE_OVER_127.clone());
    for (Tune tune : songbook.tunes()) {
      String name = fileName(tune);
      if (files.put(name, MidiWriter.write(arrange(tune))) != null) {
        throw new IllegalArgumentException("two tunes of the songbook give the file " + name);
      }
    }
    return Collections.unmodifiableSortedMap(files);
  }

  /** The file that {@link #files} makes of a tune: {@code frere-jacques.mid}. */
  public static String fileName(Tune tune) {
    String plain = Normalizer.normalize(tune.title(), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String words = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return words.replaceAll("^-|-$", "") + ".mid";
  }

  /** A tune with its accompaniment; times in seconds, 480 ticks a quarter. */
  public static NoteSequence arrange(Tune tune) {
    return new Arranger(tune).arrange();
  }

  private NoteSequence arrange() {
    sequence.setTicksPerQuarter(TICKS_PER_QUARTER);
    sequence
        .addKeySignaturesBuilder()
        .setKeyValue(tune.key().root())
        .setMode(
            tune.key().mode() == Harmony.Mode.MAJOR
                ? KeySignature.Mode.MAJOR
                : KeySignature.Mode.MINOR);
    for (Passage next : tune.passages()) {
      passage = next;
      changes();
      melody();
      bass();
      if (tune.players().drums() == Tune.Drums.PLAYING) {
        drums();
      }
      passageStart = seconds(passage.length());
    }
    name(MELODY, "Melody");
    name(BASS, "Bass");
    if (tune.players().drums() == Tune.Drums.PLAYING) {
      name(DRUMS, "Drums");
    }
    return sequence.setTotalTime(passageStart).build();
  }

  private void name(int instrument, String name) {
    sequence.addInstrumentInfos(
        InstrumentInfo.newBuilder().setInstrument(instrument).setName(name));
  }

  private void changes() {
    sequence.addTempos(
        Tempo.newBuilder().setTime(passageStart).setQpm(passage.quartersPerMinute()));
    sequence.addTimeSignatures(
        TimeSignature.newBuilder()
            .setTime(passageStart)
            .setNumerator(passage.meter().numerator())
            .setDenominator(passage.meter().denominator()));
  }

  private void melody() {
    int bar = passage.meter().barLength();
    for (MelodyNote note : passage.notes()) {
      int velocity = note.start() % bar == 0 ? 108 : 96;
      add(MELODY, note.pitch(), velocity, note.start(), note.end());
    }
  }

  private void bass() {
    int beat = passage.meter().beatLength();
    for (int i = 0; i < passage.chords().size(); i++) {
      Chord chord = passage.chords().get(i);
      boolean last = i + 1 == passage.chords().size();
      int end = last ? passage.length() : passage.chords().get(i + 1).start();
      Harmony harmony = chord.harmony();
      int root = LOWEST_BASS + Math.floorMod(harmony.root() - LOWEST_BASS, 12);
      int fifth = root + 7;
      int[] broken = {root, fifth, root + harmony.mode().third(), fifth};
      for (int at = chord.start(), n = 0; at < end; at += beat, n++) {
        add(BASS, broken[n % broken.length], 80, at, Math.min(at + beat, end));
      }
      add(BASS, root + 12, 72, chord.start(), Math.min(chord.start() + beat, end));
    }
  }

  private void drums() {
    int beat = passage.meter().beatLength();
    int beats = passage.meter().barLength() / beat;
    for (int at = 0; at < passage.length(); at += EIGHTH) {
      add(DRUMS, CLOSED_HAT, 56, at, at + EIGHTH / 2);
      if (at % beat == 0) {
        int inBar = at / beat % beats;
        boolean strong = beats == 3 ? inBar == 0 : inBar % 2 == 0;
        add(DRUMS, strong ? KICK : SNARE, 76, at, at + EIGHTH);
      }
    }
  }

  private void add(int instrument, int pitch, int velocity, int start, int end) {
    int program =
        switch (instrument) {
          case MELODY -> tune.players().melody().program();
          case BASS -> tune.players().bass().program();
          default -> 0;
        };
    sequence.addNotes(
        Note.newBuilder()
            .setInstrument(instrument)
            .setProgram(program)
            .setIsDrum(instrument == DRUMS)
            .setPitch(pitch)
            .setVelocity(velocity)
            .setStartTime(seconds(start))
            .setEndTime(seconds(end)));
  }

  /** The time of a position in the current passage. */
  private double seconds(int position) {
    return passageStart + position / UNITS_PER_QUARTER * 60 / passage.quartersPerMinute();
  }
}
