package io.cantus.transforms.abc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One voice of a tune: what it has played so far, and what governs what it plays next. */
final class Voice {

  /** A note as it stands in the music. */
  record Tone(int pitch, int staffPlace, Length length, boolean tied) {}

  /** Text beside the music, at the border before a step. */
  record Annotation(int step, String text) {}

  private static final int UNALTERED_IN_BAR = Integer.MIN_VALUE;
  private static final int DEEPEST_TUPLETS = 8;
  private static final int MOST_HALVINGS = 10;
  private static final int LETTERS = 7;
  private static final int OCTAVE = 12;
  private static final int HIGHEST = 127;

  private final String identifier;
  private final Timeline timeline = new Timeline();
  private final List<Note> notes = new ArrayList<>();
  private final List<Annotation> annotations = new ArrayList<>();
  private final List<Voice> overlays = new ArrayList<>();

  private List<String> parameters = List.of();
  private KeySignature key = KeySignature.C_MAJOR;
  private Transposition transposition = Transposition.NONE;
  private Length unit = Length.of(1, 8);
  private Meter meter;

  private final int[] alterationsInBar = new int[LETTERS];
  private Length barStart = Length.ZERO;
  private final Deque<Tuplet> tuplets = new ArrayDeque<>();
  private int brokenRhythm;
  private List<Note> latest = List.of();
  private Map<Integer, Note> tied = Map.of();

  Voice(String identifier) {
    this.identifier = identifier;
    beginBar();
  }

  /** What the voice is called: by its V: field, or else its identifier. */
  String name() {
    for (String word : parameters) {
      for (String parameter : List.of("name", "nm")) {
        String value = Words.value(word, parameter);
        if (!value.isEmpty()) {
          return value;
        }
      }
    }
    return identifier;
  }

  Timeline timeline() {
    return timeline;
  }

  List<Note> notes() {
    return notes;
  }

  List<Annotation> annotations() {
    return annotations;
  }

  /** Voices that share the staff with this one, from each {@code &} to the end of its bar. */
  List<Voice> overlays() {
    return overlays;
  }

  boolean isPercussion() {
    return transposition.percussion();
  }

  /** Keeps the words of a V: field, such as {@code name="Violone"}; without any, those before. */
  void describe(List<String> words) {
    parameters = words.isEmpty() ? parameters : List.copyOf(words);
  }

  List<String> parameters() {
    return parameters;
  }

  /** Takes over key, meter, unit note length and transposition of another voice. */
  void follow(Voice other) {
    key = other.key;
    transposition = other.transposition;
    unit = other.unit;
    meter = other.meter;
  }

  /** The number of the next step. */
  int here() {
    return timeline.steps();
  }

  void key(KeySignature changed) {
    key = changed;
  }

  Transposition transposition() {
    return transposition;
  }

  void transposition(Transposition changed) {
    transposition = changed;
  }

  Length unit() {
    return unit;
  }

  void unit(Length changed) {
    unit = changed;
  }

  /**
   * @param changed null where the meter is free
   */
  void meter(Meter changed) {
    meter = changed;
  }

  boolean isCompound() {
    return meter != null && meter.isCompound();
  }

  /** The length of a bar; of four quarter notes where the meter is free. */
  Length bar() {
    return meter == null ? Length.WHOLE : meter.bar();
  }

  void beginBar() {
    Arrays.fill(alterationsInBar, UNALTERED_IN_BAR);
    barStart = timeline.end();
  }

  /** Text that stands here. */
  void annotate(String text) {
    annotations.add(new Annotation(here(), text));
  }

  /**
   * The pitch of a note on the staff.
   *
   * @param letter A = 0
   * @param octave octaves above the one of middle C
   */
  int pitch(int letter, int octave) throws MalformedTuneException {
    int staffPlace = staffPlace(letter, octave);
    for (Note note : tied.values()) {
      if (note.staffPlace() == staffPlace) {
        return note.pitch();
      }
    }
    int inBar = alterationsInBar[letter];
    return pitch(letter, octave, inBar == UNALTERED_IN_BAR ? key.alterations().get(letter) : inBar);
  }

  /** The pitch of a note with an accidental, which holds for its letter until the next bar. */
  int alteredPitch(int letter, int octave, int alteration) throws MalformedTuneException {
    alterationsInBar[letter] = alteration;
    return pitch(letter, octave, alteration);
  }

  private int pitch(int letter, int octave, int alteration) throws MalformedTuneException {
    int pitch =
        OCTAVE * (octave + 5)
            + KeySignature.semitones(letter)
            + alteration
            + transposition.semitonesInAll();
    if (pitch < 0 || pitch > HIGHEST) {
      throw new MalformedTuneException(
          "pitch-out-of-range", "pitch %d, MIDI has 0 to %d".formatted(pitch, HIGHEST));
    }
    return pitch;
  }

  static int staffPlace(int letter, int octave) {
    return LETTERS * octave + letter;
  }

  void rest(Length written) {
    if (!written.isZero()) {
      step(written);
      latest = List.of();
      tied = Map.of();
    }
  }

  /** Plays one note, or the notes of a chord, which is as long as its first. */
  void play(List<Tone> tones, Length written) {
    if (written.isZero()) {
      return;
    }
    step(written);
    List<Note> played = new ArrayList<>(tones.size());
    Map<Integer, Note> nextTied = Map.of();
    for (Tone tone : tones) {
      if (!tone.length().isZero()) {
        Note note = play(tone, tone.length().over(written));
        played.add(note);
        if (tone.tied()) {
          nextTied = with(nextTied, note);
        }
      }
    }
    latest = played;
    tied = nextTied;
  }

  private Note play(Tone tone, double part) {
    int step = timeline.steps() - 1;
    Note before = tied.isEmpty() ? null : tied.remove(tone.pitch());
    if (before != null) {
      before.extend(step, part);
      return before;
    }
    Note note = new Note(tone.pitch(), tone.staffPlace(), step, part);
    notes.add(note);
    return note;
  }

  /** Ties what was just played to what comes next, where that has the same pitch. */
  void tie() {
    for (Note note : latest) {
      tied = with(tied, note);
    }
  }

  private static Map<Integer, Note> with(Map<Integer, Note> notes, Note note) {
    Map<Integer, Note> more = notes.isEmpty() ? new HashMap<>() : notes;
    more.put(note.pitch(), note);
    return more;
  }

  void beginTuplet(Tuplet tuplet) throws MalformedTuneException {
    if (tuplets.size() == DEEPEST_TUPLETS) {
      throw new MalformedTuneException(
          "bad-tuplet", "more than %d tuplets within each other".formatted(DEEPEST_TUPLETS));
    }
    tuplets.push(tuplet);
  }

  /**
   * A sign of broken rhythm, for the latest and the next step.
   *
   * @param halvings how often {@code >} was written, or less than 0 for {@code <}
   */
  void breakRhythm(int halvings) throws MalformedTuneException {
    if (timeline.steps() == 0 || brokenRhythm != 0) {
      throw new MalformedTuneException(
          "bad-broken-rhythm", "a broken rhythm must stand between two notes");
    }
    if (Math.abs(halvings) > MOST_HALVINGS) {
      throw new MalformedTuneException(
          "bad-broken-rhythm", "a rhythm broken %d times".formatted(Math.abs(halvings)));
    }
    brokenRhythm = halvings;
  }

  private void step(Length written) {
    Length length = written;
    for (Tuplet tuplet : tuplets) {
      length = tuplet.next(length);
    }
    tuplets.removeIf(Tuplet::isComplete);
    timeline.add(length);
    if (brokenRhythm != 0) {
      timeline.breakLatest(brokenRhythm);
      brokenRhythm = 0;
    }
  }

  /** The voice of the next {@code &} in a bar, made ready at the start of the bar. */
  Voice overlay(int level) throws MalformedTuneException {
    if (level == overlays.size()) {
      overlays.add(new Voice(identifier));
    }
    Voice overlay = overlays.get(level);
    overlay.follow(this);
    Length wait = barStart.minus(overlay.timeline.end());
    if (wait.compareTo(Length.ZERO) < 0) {
      throw new MalformedTuneException(
          "overlay-too-long", "the overlay before lasts longer than its bar");
    }
    overlay.rest(wait);
    overlay.beginBar();
    return overlay;
  }
}
