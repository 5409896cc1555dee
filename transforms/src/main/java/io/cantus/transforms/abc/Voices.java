package io.cantus.transforms.abc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The voices of a tune by their names, and the one that is being written. */
final class Voices {
  private static final int MOST_VOICES = 256;
  private static final int MOST_OVERLAYS = 8;

  /** The name of the voice of a tune that names none. */
  private static final String UNNAMED = "1";

  private final Voice model = new Voice("");
  private final Map<String, Voice> byName = new LinkedHashMap<>();
  private Voice leading;
  private Voice staff;
  private Voice current;
  private int overlayLevel;

  /** What governs a voice when it begins; has no music. */
  Voice model() {
    return model;
  }

  /** The named voices in the order in which they were named; none has an overlay in it. */
  Collection<Voice> named() {
    return byName.values();
  }

  /** All voices, each followed by its overlays. */
  List<Voice> all() {
    List<Voice> all = new ArrayList<>();
    for (Voice voice : named()) {
      all.add(voice);
      all.addAll(voice.overlays());
    }
    return all;
  }

  /** The voice of this name, which is made if there is none. */
  Voice named(String name) throws MalformedTuneException {
    Voice voice = byName.get(name);
    if (voice == null) {
      if (byName.size() == MOST_VOICES) {
        throw new MalformedTuneException(
            "too-many-voices", "more than %d voices".formatted(MOST_VOICES));
      }
      voice = new Voice(name);
      voice.follow(model);
      byName.put(name, voice);
    }
    return voice;
  }

  /** Goes on with a voice, where it was left. */
  void use(Voice voice) {
    if (leading == null) {
      leading = voice;
    }
    staff = voice;
    current = voice;
    overlayLevel = 0;
  }

  /** The voice that is being written: the first if none was named. */
  Voice current() throws MalformedTuneException {
    if (current == null) {
      use(byName.isEmpty() ? named(UNNAMED) : byName.values().iterator().next());
    }
    return current;
  }

  /** Whether what is being written governs the form of the tune: the first voice with music. */
  boolean isLeading() throws MalformedTuneException {
    return current() == leading;
  }

  /** The voice that came first with music; null before any. */
  Voice leading() {
    return leading;
  }

  /** Goes back to the start of the bar, to write what sounds at the same time. */
  void overlay() throws MalformedTuneException {
    current();
    if (overlayLevel == MOST_OVERLAYS) {
      throw new MalformedTuneException(
          "too-many-voices", "more than %d overlays in a bar".formatted(MOST_OVERLAYS));
    }
    current = staff.overlay(overlayLevel);
    overlayLevel++;
  }

  /** A bar line: accidentals end, and overlays too. */
  void beginBar() throws MalformedTuneException {
    current();
    staff.beginBar();
    current = staff;
    overlayLevel = 0;
  }
}
