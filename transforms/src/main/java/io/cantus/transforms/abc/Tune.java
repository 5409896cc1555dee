package io.cantus.transforms.abc;

import java.util.ArrayList;
import java.util.List;

/** All that was read of one tune. */
final class Tune {

  /** Something that holds from the border before a step of the leading voice. */
  record Mark<T>(int step, T value) {}

  /** What titles and composers may take together: far above real tunes. */
  private static final int MOST_LETTERS = 1 << 20;

  private final long mostNotes;
  private long events;
  private long letters;
  private final StringBuilder title = new StringBuilder();
  private boolean titled;
  private final List<String> composers = new ArrayList<>();
  private final List<Mark<Meter>> meters = new ArrayList<>();
  private final List<Mark<KeySignature>> keys = new ArrayList<>();
  private final TempoMap tempos = new TempoMap();
  private final Voices voices = new Voices();
  private final Sections sections = new Sections();
  private boolean voicesNamed;

  Tune(long mostNotes) {
    this.mostNotes = mostNotes;
  }

  /** Counts a note, rest or mark, so that none can take all memory. */
  void count() throws MalformedTuneException {
    events++;
    if (events > mostNotes) {
      throw new MalformedTuneException(
          "too-many-notes", "more than %d notes, rests and marks".formatted(mostNotes));
    }
  }

  /** Adds a title; several are joined as the reference does. */
  void addTitle(String text) throws MalformedTuneException {
    countLetters(text);
    titled = true;
    title.append(title.isEmpty() ? "" : "; ").append(text);
  }

  void addComposer(String name) throws MalformedTuneException {
    countLetters(name);
    composers.add(name);
  }

  private void countLetters(String text) throws MalformedTuneException {
    // Empty ones count too, since each takes memory.
    letters += text.length() + 1L;
    if (letters > MOST_LETTERS) {
      throw new MalformedTuneException(
          "too-much-text", "titles and composers of more than %d letters".formatted(MOST_LETTERS));
    }
  }

  boolean hasMetadata() {
    return titled || !composers.isEmpty();
  }

  String title() {
    return title.toString();
  }

  List<String> composers() {
    return composers;
  }

  /** Sets the meter from here. */
  void meter(int step, Meter meter) {
    mark(meters, step, meter);
  }

  List<Mark<Meter>> meters() {
    return meters;
  }

  /** Sets the key from here. */
  void key(int step, KeySignature key) {
    mark(keys, step, key);
  }

  List<Mark<KeySignature>> keys() {
    return keys;
  }

  /** Of several marks for one place, the last holds. */
  private static <T> void mark(List<Mark<T>> marks, int step, T value) {
    int last = marks.size() - 1;
    if (last >= 0 && marks.get(last).step() == step) {
      marks.remove(last);
    }
    marks.add(new Mark<>(step, value));
  }

  TempoMap tempos() {
    return tempos;
  }

  Voices voices() {
    return voices;
  }

  Sections sections() {
    return sections;
  }

  void nameVoices() {
    voicesNamed = true;
  }

  /** Whether the tune has V: fields. */
  boolean namesVoices() {
    return voicesNamed;
  }
}
