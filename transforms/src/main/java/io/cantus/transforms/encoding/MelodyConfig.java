package io.cantus.transforms.encoding;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.text.Nearest;
import java.io.Serializable;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a melody model is told and asks for: its encoding, its range of pitches and its key, after
 * Magenta's MelodyRnnConfig. Immutable.
 */
public final class MelodyConfig implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Steps per quarter note of all of Magenta's melody models. */
  public static final int STEPS_PER_QUARTER = 4;

  private static final int MIN_NOTE = 48;
  private static final int MAX_NOTE = 84;
  private static final int C_MAJOR = 0;
  private static final int NO_KEY = -1;

  private static final SortedMap<String, MelodyConfig> CONFIGS =
      byName(
          inMiddleRange(
              "basic_rnn",
              "basic_rnn",
              "Melody RNN with one-hot encoding.",
              new OneHotEncoding(MIN_NOTE, MAX_NOTE)),
          new MelodyConfig(
              "mono_rnn",
              "mono_rnn",
              "Monophonic RNN with one-hot encoding.",
              new OneHotEncoding(0, 128),
              0,
              128,
              NO_KEY,
              STEPS_PER_QUARTER),
          inMiddleRange(
              "lookback_rnn",
              "lookback_rnn",
              "Melody RNN with lookback encoding.",
              new LookbackEncoding(MIN_NOTE, MAX_NOTE)),
          inMiddleRange(
              "attention_rnn",
              "attention_rnn",
              "Melody RNN with lookback encoding and attention.",
              new KeyMelodyEncoding(MIN_NOTE, MAX_NOTE)));

  /** What {@code --melody_encoder_decoder} makes: an encoding without a generator's id. */
  private static final SortedMap<String, MelodyConfig> BARE_ENCODINGS =
      byName(
          inMiddleRange("onehot", "", "", new OneHotEncoding(MIN_NOTE, MAX_NOTE)),
          inMiddleRange("lookback", "", "", new LookbackEncoding(MIN_NOTE, MAX_NOTE)),
          inMiddleRange("key", "", "", new KeyMelodyEncoding(MIN_NOTE, MAX_NOTE)));

  private final String name;
  private final String id;
  private final String description;
  private final EventEncoding encoding;
  private final int minNote;
  private final int maxNote;
  private final int transposeToKey;
  private final int stepsPerQuarter;

  private MelodyConfig(
      String name,
      String id,
      String description,
      EventEncoding encoding,
      int minNote,
      int maxNote,
      int transposeToKey,
      int stepsPerQuarter) {
    this.name = name;
    this.id = id;
    this.description = description;
    this.encoding = encoding;
    this.minNote = minNote;
    this.maxNote = maxNote;
    this.transposeToKey = transposeToKey;
    this.stepsPerQuarter = stepsPerQuarter;
  }

  private static MelodyConfig inMiddleRange(
      String name, String id, String description, EventEncoding encoding) {
    return new MelodyConfig(
        name, id, description, encoding, MIN_NOTE, MAX_NOTE, C_MAJOR, STEPS_PER_QUARTER);
  }

  private static SortedMap<String, MelodyConfig> byName(MelodyConfig... configs) {
    SortedMap<String, MelodyConfig> all = new TreeMap<>();
    for (MelodyConfig config : configs) {
      all.put(config.name, config);
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** The configs of {@code --config} by name. */
  public static SortedMap<String, MelodyConfig> all() {
    return CONFIGS;
  }

  /**
   * The config of {@code --config}: basic_rnn, mono_rnn, lookback_rnn or attention_rnn.
   *
   * @throws UsageException if there is none of this name; it names the nearest
   */
  public static MelodyConfig named(String name) {
    return find("config", name, CONFIGS);
  }

  /**
   * The config of {@code --melody_encoder_decoder}: onehot, lookback or key, in the range of
   * basic_rnn, with empty id and description.
   *
   * @throws UsageException if there is none of this name; it names the nearest
   */
  public static MelodyConfig withEncoding(String name) {
    return find("melody_encoder_decoder", name, BARE_ENCODINGS);
  }

  /** What has this {@link #name}, a config or a bare encoding, if there is one. */
  public static Optional<MelodyConfig> known(String name) {
    return Optional.ofNullable(CONFIGS.getOrDefault(name, BARE_ENCODINGS.get(name)));
  }

  private static MelodyConfig find(
      String option, String name, SortedMap<String, MelodyConfig> known) {
    MelodyConfig config = known.get(name);
    if (config == null) {
      throw new UsageException(
          "unknown %s '%s'%s; known are %s"
              .formatted(
                  option,
                  name,
                  Nearest.nearest(name, known.keySet())
                      .map(near -> " (did you mean " + near + "?)")
                      .orElse(""),
                  String.join(", ", known.keySet())));
    }
    return config;
  }

  /** This config under another generator id and description. */
  public MelodyConfig withDetails(String newId, String newDescription) {
    return new MelodyConfig(
        name, newId, newDescription, encoding, minNote, maxNote, transposeToKey, stepsPerQuarter);
  }

  /** This config on another grid, on which its encoding looks back as many steps as on its own. */
  public MelodyConfig withStepsPerQuarter(int steps) {
    return new MelodyConfig(
        name, id, description, encoding, minNote, maxNote, transposeToKey, steps);
  }

  /** The name by which {@link #named} or {@link #withEncoding} finds it. */
  public String name() {
    return name;
  }

  /** The generator's id as bundles carry it; empty for a bare encoding. */
  public String id() {
    return id;
  }

  /** The generator's description as bundles carry it; empty for a bare encoding. */
  public String description() {
    return description;
  }

  public EventEncoding encoding() {
    return encoding;
  }

  /** The lowest pitch of the model's range. */
  public int minNote() {
    return minNote;
  }

  /** One more than the highest pitch of the model's range. */
  public int maxNote() {
    return maxNote;
  }

  /** The pitch class of the major key that melodies are moved into; empty to leave them. */
  public OptionalInt transposeToKey() {
    return transposeToKey == NO_KEY ? OptionalInt.empty() : OptionalInt.of(transposeToKey);
  }

  /** Steps of the model's melodies to a quarter note. */
  public int stepsPerQuarter() {
    return stepsPerQuarter;
  }

  /** The melody in this model's range and key. */
  public Melody.Squashed squash(Melody melody) {
    return melody.squash(minNote, maxNote, transposeToKey());
  }

  @Override
  public String toString() {
    return name;
  }
}
