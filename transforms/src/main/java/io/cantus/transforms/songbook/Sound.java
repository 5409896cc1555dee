package io.cantus.transforms.songbook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The General MIDI programs that the songbook asks for by name. */
public enum Sound {
  PIANO(0),
  HARPSICHORD(6),
  MUSIC_BOX(10),
  ORGAN(19),
  ACCORDION(21),
  HARMONICA(22),
  GUITAR(24),
  ACOUSTIC_BASS(32),
  ELECTRIC_BASS(33),
  VIOLIN(40),
  CELLO(42),
  HARP(46),
  CHOIR(52),
  TRUMPET(56),
  TUBA(58),
  OBOE(68),
  BASSOON(70),
  CLARINET(71),
  FLUTE(73),
  RECORDER(74),
  BANJO(105),
  KOTO(107),
  BAGPIPE(109),
  FIDDLE(110);

  private final int program;

  Sound(int program) {
    this.program = program;
  }

  /** The program number, from 0. */
  public int program() {
    return program;
  }

  /** As the songbook writes it, such as {@code acoustic bass}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static Optional<Sound> titled(String title) {
    return Arrays.stream(values()).filter(sound -> sound.title().equals(title)).findFirst();
  }

  static List<String> titles() {
    return Arrays.stream(values()).map(Sound::title).toList();
  }
}
