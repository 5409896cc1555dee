package io.cantus.transforms.encoding;

import io.cantus.transforms.melody.KeyScores;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;

/**
 * The sounding pitch with its direction and attack, repeats, a binary counter of steps, and the
 * major keys that fit the melody so far and its latest notes; classes are pitches, silence,
 * note-off and the two lookbacks. After Magenta's KeyMelodyEncoderDecoder.
 */
public final class KeyMelodyEncoding implements EventEncoding {
  private static final long serialVersionUID = 1L;

  private static final int COUNTER_BITS = 7;

  /** A bar of 4/4, whatever the melody's meter. */
  private static final int STEPS_PER_BAR = 16;

  private static final int RECENT_NOTES = 3;
  private static final int KEYS = 12;

  private final int minNote;
  private final int pitches;

  /**
   * @param minNote the lowest pitch
   * @param maxNote one more than the highest pitch
   */
  public KeyMelodyEncoding(int minNote, int maxNote) {
    this.minNote = minNote;
    this.pitches = new MelodyOneHot(minNote, maxNote).size() - 2;
  }

  @Override
  public int inputSize() {
    return pitches + 7 + COUNTER_BITS + 2 * KEYS;
  }

  @Override
  public int numClasses() {
    return pitches + 4;
  }

  @Override
  public int defaultLabel() {
    return pitches;
  }

  private int noteOffLabel() {
    return pitches + 1;
  }

  private int nearLabel() {
    return pitches + 2;
  }

  @Override
  public void encode(int[] events, int position, float[] vector, int offset) {
    Past past = new Past();
    for (int i = 0; i <= position; i++) {
      past.add(events[i]);
    }
    write(past, events, position, vector, offset);
  }

  @Override
  public void encodeAll(int[] events, int length, float[] inputs, int[] labels) {
    Past past = new Past();
    for (int step = 0; step < length - 1; step++) {
      past.add(events[step]);
      write(past, events, step, inputs, step * inputSize());
      labels[step] = label(events, step + 1);
    }
  }

  private void write(Past past, int[] events, int position, float[] vector, int offset) {
    Arrays.fill(vector, offset, offset + inputSize(), 0f);
    // The reference tests the pitch's truth, so that pitch 0 is silent.
    boolean sounding = past.sounding > 0;
    if (sounding) {
      vector[offset + pitchIndex(past.sounding)] = 1f;
    }
    int at = offset + pitches;
    vector[at++] = sounding ? 1f : 0f;
    vector[at++] = sounding ? 0f : 1f;
    vector[at++] = past.attack ? 1f : 0f;
    vector[at++] = past.direction;
    vector[at++] = Lookback.repeats(events, position, Lookback.NEAR) ? 1f : 0f;
    vector[at++] = Lookback.repeats(events, position, Lookback.FAR) ? 1f : 0f;
    Lookback.writeCounter(position, COUNTER_BITS, vector, at);
    at += COUNTER_BITS;
    vector[at++] = (position + 1) % STEPS_PER_BAR == 0 ? 1f : 0f;
    writeKeys(past.keys, vector, at);
    writeKeys(past.recentKeys(), vector, at + KEYS);
  }

  private static void writeKeys(KeyScores scores, float[] vector, int offset) {
    int best = scores.bestScore();
    for (int key = 0; key < KEYS; key++) {
      vector[offset + key] = scores.score(key) == best ? 1f : 0f;
    }
  }

  private int pitchIndex(int pitch) {
    int index = pitch - minNote;
    if (index < 0 || index >= pitches) {
      throw new IllegalArgumentException(
          "pitch %d is not in [%d,%d)".formatted(pitch, minNote, minNote + pitches));
    }
    return index;
  }

  @Override
  public int label(int[] events, int position) {
    int repeat = Lookback.repeatLabel(events, position, nearLabel());
    if (repeat >= 0) {
      return repeat;
    }
    return switch (events[position]) {
      case Melody.NO_EVENT -> defaultLabel();
      case Melody.NOTE_OFF -> noteOffLabel();
      default -> pitchIndex(events[position]);
    };
  }

  @Override
  public int event(int label, int[] events, int length) {
    if (label >= nearLabel()) {
      return Lookback.repeated(events, length, label == nearLabel() ? Lookback.NEAR : Lookback.FAR);
    }
    if (label == noteOffLabel()) {
      return Melody.NOTE_OFF;
    }
    return label == defaultLabel() ? Melody.NO_EVENT : label + minNote;
  }

  /** What the encoding remembers of the events so far. */
  private static final class Past {
    final KeyScores keys = new KeyScores();
    final int[] recent = new int[RECENT_NOTES];
    int recentCount;
    int sounding = Melody.NO_EVENT;
    int latest = Melody.NO_EVENT;
    boolean attack;
    float direction;

    private final KeyScores recentKeys = new KeyScores();

    void add(int event) {
      if (event == Melody.NO_EVENT) {
        attack = false;
      } else if (event == Melody.NOTE_OFF) {
        // Unlike a step without event, a note-off leaves the attack flag as it is.
        sounding = Melody.NO_EVENT;
      } else {
        if (latest >= 0 && event != latest) {
          direction = event > latest ? 1f : -1f;
        }
        attack = true;
        sounding = event;
        latest = event;
        keys.add(event);
        remember(event);
      }
    }

    /** Puts the pitch last among the recent ones, which stay distinct. */
    private void remember(int pitch) {
      int kept = 0;
      for (int i = 0; i < recentCount; i++) {
        if (recent[i] != pitch) {
          recent[kept++] = recent[i];
        }
      }
      if (kept == RECENT_NOTES) {
        System.arraycopy(recent, 1, recent, 0, RECENT_NOTES - 1);
        kept--;
      }
      recent[kept] = pitch;
      recentCount = kept + 1;
    }

    KeyScores recentKeys() {
      recentKeys.clear();
      for (int i = 0; i < recentCount; i++) {
        recentKeys.add(recent[i]);
      }
      return recentKeys;
    }
  }
}
