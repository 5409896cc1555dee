package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.SequenceMetadata;
import io.cantus.transforms.musicxml.MusicData.TimeSignature;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a NoteSequence of a score, as written and once through, repeats or not: all parts together,
 * measure by measure, each measure as long as the longest of its parts.
 */
final class ScorePlayer {
  private static final int TICKS_PER_QUARTER = 220;
  private static final double DEFAULT_TEMPO = 120;

  private final Score score;
  private final double maxSeconds;
  private final List<PartPlayer> parts = new ArrayList<>();
  private final TimeSignatures timeSignatures = new TimeSignatures();
  private final List<NoteSequence.Tempo> tempos = new ArrayList<>();
  private double quartersPerMinute = DEFAULT_TEMPO;
  private double seconds;

  private ScorePlayer(Score score, double maxSeconds) {
    this.score = score;
    this.maxSeconds = maxSeconds;
    for (Part part : score.parts()) {
      parts.add(new PartPlayer(part, parts.size()));
    }
  }

  /** Plays all of the score; names of the file are left to be set. */
  static NoteSequence.Builder play(Score score, double maxSeconds) throws MalformedScoreException {
    ScorePlayer player = new ScorePlayer(score, maxSeconds);
    player.playMeasures();
    return player.sequence();
  }

  private void playMeasures() throws MalformedScoreException {
    List<PartPlayer> playing = new ArrayList<>(parts);
    for (int measure = 0; ; measure++) {
      int current = measure;
      playing.removeIf(part -> !part.has(current));
      if (playing.isEmpty()) {
        return;
      }
      try {
        playMeasure(measure, playing);
      } catch (ArithmeticException e) {
        throw malformed("number-out-of-range", "numbers beyond all measure", measure, playing);
      }
      if (!(seconds <= maxSeconds)) {
        throw malformed("too-long", "more than " + maxSeconds + " seconds", measure, playing);
      }
    }
  }

  private static MalformedScoreException malformed(
      String reason, String detail, int measure, List<PartPlayer> playing) {
    String place = playing.get(0).part().measures().get(measure).place();
    return new MalformedScoreException(
        reason, place.isEmpty() ? detail : detail + ", up to " + place);
  }

  private void playMeasure(int measure, List<PartPlayer> playing) {
    MeasureTempo tempo = new MeasureTempo(quartersPerMinute);
    Fraction length = Fraction.ZERO;
    Optional<TimeSignature> change = Optional.empty();
    for (PartPlayer part : playing) {
      length = length.max(part.layOut(measure, tempo));
      change = change.isPresent() ? change : part.change();
    }
    tempo.settle();
    double begin = seconds;
    timeSignatures.addMeasure(begin, length, change);
    tempo.tell((later, qpm) -> tempos.add(tempo(begin + later, qpm)));
    quartersPerMinute = tempo.last();

    Fraction furthest = Fraction.ZERO;
    for (PartPlayer part : playing) {
      Cursor cursor = new Cursor(tempo, begin);
      part.play(measure, length, cursor);
      if (cursor.furthest().compareTo(furthest) > 0) {
        furthest = cursor.furthest();
        seconds = cursor.furthestSeconds();
      }
    }
  }

  private static NoteSequence.Tempo tempo(double seconds, double quartersPerMinute) {
    return NoteSequence.Tempo.newBuilder().setTime(seconds).setQpm(quartersPerMinute).build();
  }

  private NoteSequence.Builder sequence() {
    NoteSequence.Builder sequence =
        NoteSequence.newBuilder()
            .setTicksPerQuarter(TICKS_PER_QUARTER)
            .addAllTimeSignatures(timeSignatures.list())
            .addAllKeySignatures(keySignatures())
            .addAllTempos(tempos.isEmpty() ? List.of(tempo(0, DEFAULT_TEMPO)) : tempos)
            .setTotalTime(seconds)
            .setSourceInfo(
                NoteSequence.SourceInfo.newBuilder()
                    .setSourceType(NoteSequence.SourceInfo.SourceType.SCORE_BASED)
                    .setEncodingType(NoteSequence.SourceInfo.EncodingType.MUSIC_XML)
                    .setParser(NoteSequence.SourceInfo.Parser.MAGENTA_MUSIC_XML));
    int[] instruments = Instruments.of(score.parts());
    for (int i = 0; i < parts.size(); i++) {
      PartPlayer part = parts.get(i);
      sequence.addPartInfos(
          NoteSequence.PartInfo.newBuilder().setPart(i).setName(part.part().name()));
      for (PlayedNote note : part.notes()) {
        sequence.addNotes(note.message(instruments[i], i));
      }
      sequence.addAllTextAnnotations(part.chordSymbols());
    }
    addMetadata(sequence);
    return sequence;
  }

  /** Each key once, though all parts have it; C major where none is written, as in note-seq. */
  private Set<NoteSequence.KeySignature> keySignatures() {
    Set<NoteSequence.KeySignature> keys = new LinkedHashSet<>();
    parts.forEach(part -> keys.addAll(part.keySignatures()));
    return keys.isEmpty() ? Set.of(NoteSequence.KeySignature.getDefaultInstance()) : keys;
  }

  private void addMetadata(NoteSequence.Builder sequence) {
    if (!score.title().isEmpty() || !score.creators().isEmpty()) {
      sequence.setSequenceMetadata(
          SequenceMetadata.newBuilder().setTitle(score.title()).addAllComposers(score.creators()));
    }
  }
}
