package io.cantus.transforms.abc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a tune line by line: the header until the first line that is no information field, then
 * music and fields. ABC 2.1 sections 3 and 7.
 */
final class TuneReader {
  private static final Pattern UNIT = Pattern.compile("(\\d{1,6})\\s*(?:/\\s*(\\d{1,6}))?");

  /** What quoted-printable mail left at ends of lines in books that were sent by mail. */
  private static final Pattern MAIL_REMAINS = Pattern.compile("(?:=20|\\s=)$");

  /** Fields whose text old books carry on in lines without a field name. */
  private static final String TEXT_FIELDS = "ABDFGHNORSZ";

  private static final String FILE_HEADER_FIELDS = "CKLMPQTU";

  private final Tune tune;
  private final MusicReader music;
  private boolean inHeader = true;
  private char latestField = 'X';

  /** Of the header, each null if it is not given. */
  private Meter meter;

  private Length unit;
  private KeySignature key;
  private Beat tempo;

  TuneReader(long mostNotes) {
    tune = new Tune(mostNotes);
    music = new MusicReader(tune, this::field);
  }

  /** Where in the latest line of music the reader stands. */
  int column() {
    return music.column();
  }

  /** Reads one line without the blanks around it. */
  void read(String line) throws MalformedTuneException {
    music.startLine();
    String text = withoutComment(line);
    if (text.isEmpty() || text.startsWith("+:")) {
      return;
    }
    if (isField(text)) {
      latestField = text.charAt(0);
      field(latestField, text.substring(2).strip());
      return;
    }
    if (inHeader && key == null && TEXT_FIELDS.indexOf(latestField) >= 0) {
      return;
    }
    beginMusic();
    music.read(MAIL_REMAINS.matcher(text).replaceFirst("").replace("=3D", "="));
  }

  /** Whether a line of a file header says what a tune sounds like or is called. */
  static boolean isOfFileHeader(String line) {
    return TuneBook.isFieldName(line) && FILE_HEADER_FIELDS.indexOf(line.charAt(0)) >= 0;
  }

  /** The tune, once all lines are read. */
  Tune finish() throws MalformedTuneException {
    beginMusic();
    Voice leading = tune.voices().leading();
    tune.sections().finish(leading == null ? 0 : afterLastNote(leading));
    return tune;
  }

  private static int afterLastNote(Voice voice) {
    int end = 0;
    for (Note note : voice.notes()) {
      end = Math.max(end, note.lastStep() + 1);
    }
    return end;
  }

  private static String withoutComment(String line) {
    int percent = line.indexOf('%');
    while (percent > 0 && line.charAt(percent - 1) == '\\') {
      percent = line.indexOf('%', percent + 1);
    }
    return percent < 0 ? line : line.substring(0, percent).strip();
  }

  private boolean isField(String text) {
    return TuneBook.isFieldName(text) && !(isMusicPossible() && isRepeatedNote(text));
  }

  private boolean isMusicPossible() {
    return !inHeader || key != null;
  }

  /** A note and a sign of repetition at the start of a line, which look like a field. */
  private static boolean isRepeatedNote(String text) {
    return KeySignature.isNoteName(text.charAt(0))
        && (text.startsWith(":|", 1) || text.startsWith("::", 1));
  }

  private void field(char name, String content) throws MalformedTuneException {
    switch (name) {
      case 'C' -> tune.addComposer(content);
      case 'T' -> title(content);
      case 'K' -> key(content);
      case 'L' -> unit(content);
      case 'M' -> meter(content);
      case 'Q' -> tempo(content);
      case 'P' -> part();
      case 'U' -> music.define(content);
      case 'V' -> voice(content);
      default -> {
        // words, sources and instructions to printers change no note
      }
    }
  }

  private void title(String content) throws MalformedTuneException {
    if (inHeader) {
      tune.addTitle(content);
    }
  }

  /** What the fields that are read now govern: in the header, all voices. */
  private Voice governed() throws MalformedTuneException {
    return inHeader ? tune.voices().model() : tune.voices().current();
  }

  private void key(String content) throws MalformedTuneException {
    Voice voice = governed();
    Optional<KeySignature> signature = KeySignature.parse(content);
    voice.transposition(with(voice.transposition(), Words.of(content)));
    if (inHeader) {
      key = signature.orElse(key == null ? KeySignature.NONE : key);
      voice.key(key);
    } else if (signature.isPresent()) {
      voice.key(signature.get());
      if (tune.voices().isLeading()) {
        tune.count();
        tune.key(voice.here(), signature.get());
      }
    }
  }

  private static Transposition with(Transposition before, List<String> words)
      throws MalformedTuneException {
    Transposition after = before;
    for (String word : words) {
      after = after.with(word);
    }
    return after;
  }

  private void unit(String content) throws MalformedTuneException {
    Matcher fraction = UNIT.matcher(content);
    int numerator = fraction.matches() ? Integer.parseInt(fraction.group(1)) : 0;
    String below = numerator > 0 ? fraction.group(2) : null;
    int denominator = below == null ? 1 : Integer.parseInt(below);
    if (numerator == 0 || denominator == 0) {
      throw new MalformedTuneException(
          "bad-unit-length", "\"%s\" is no length of a note".formatted(content));
    }
    Length length = Length.of(numerator, denominator);
    governed().unit(length);
    if (inHeader) {
      unit = length;
    }
  }

  private void meter(String content) throws MalformedTuneException {
    Meter changed = Meter.isFree(content) ? null : Meter.parse(content);
    Voice voice = governed();
    voice.meter(changed);
    if (inHeader) {
      meter = changed;
    } else if (changed != null && tune.voices().isLeading()) {
      tune.count();
      tune.meter(voice.here(), changed);
    }
  }

  private void tempo(String content) throws MalformedTuneException {
    Optional<Beat> beat = Beat.parse(content);
    if (beat.isEmpty()) {
      return;
    }
    if (inHeader) {
      tempo = beat.get();
    } else {
      Voice voice = tune.voices().current();
      tune.count();
      tune.tempos().change(voice, beat.get().quartersPerMinute(voice.unit()));
    }
  }

  /** A part begins where sections may: what the header says of their order is not followed. */
  private void part() throws MalformedTuneException {
    if (!inHeader && tune.voices().isLeading()) {
      tune.sections().doubleBar(tune.voices().current().here());
    }
  }

  private void voice(String content) throws MalformedTuneException {
    List<String> words = Words.of(content);
    if (words.isEmpty() || words.get(0).equals("*")) {
      return;
    }
    tune.nameVoices();
    Voice voice = tune.voices().named(words.get(0));
    List<String> parameters = words.subList(1, words.size());
    voice.describe(parameters);
    if (!inHeader) {
      voice.transposition(with(voice.transposition(), parameters));
      tune.voices().use(voice);
    }
  }

  /** Ends the header: from now on its fields hold for all voices. */
  private void beginMusic() throws MalformedTuneException {
    if (!inHeader) {
      return;
    }
    inHeader = false;
    Voice model = tune.voices().model();
    if (unit == null && meter != null) {
      model.unit(meter.unitLength());
    }
    for (Voice voice : tune.voices().named()) {
      voice.follow(model);
      voice.transposition(with(voice.transposition(), voice.parameters()));
    }
    if (meter != null) {
      tune.meter(0, meter);
    }
    if (key != null) {
      tune.key(0, key);
    }
    if (tempo != null) {
      tune.tempos().change(model, tempo.quartersPerMinute(model.unit()));
    }
  }
}
