package io.cantus.transforms.songbook;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.songbook.Passage.Chord;
import io.cantus.transforms.songbook.Passage.MelodyNote;
import io.cantus.transforms.text.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads note text line by line; {@link Songbook} says what it looks like. */
final class NoteText {
  private static final Pattern FIELD = Pattern.compile("([a-z]+):(.*)");
  private static final Pattern FRACTION = Pattern.compile("([1-9][0-9]?)/([248])");
  private static final Pattern HARMONY = Pattern.compile("([A-G])([#b]?)(m?)");
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern NOTE =
      Pattern.compile("(?:([a-g])([#b]?)('*|,*)|([r-]))(?:(1|2|4|8|16)(\\.?))?");

  private static final List<String> FIELDS =
      List.of("tune", "origin", "meter", "key", "tempo", "pickup", "instruments");

  private static final int MIDDLE_C = 60;

  private final String source;
  private final List<Tune> tunes = new ArrayList<>();
  private int line;

  /** Of the tune being read; {@code fields} is empty before the first one. */
  private final Map<String, String> fields = new HashMap<>();

  private Harmony key;
  private Tune.Players players;
  private final List<Passage> passages = new ArrayList<>();
  private int bars;
  private int noteLength;

  /** Of the passage being read; {@code meter} is null where none is open. */
  private Meter meter;

  private int quartersPerMinute;
  private int firstBar;
  private int position;
  private final List<MelodyNote> notes = new ArrayList<>();
  private final List<Chord> chords = new ArrayList<>();

  private NoteText(String source) {
    this.source = source;
  }

  static List<Tune> read(String source, String text) {
    NoteText reader = new NoteText(source);
    for (String raw : text.split("\\R", -1)) {
      reader.line++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        reader.line(line);
      }
    }
    reader.endTune();
    return reader.tunes;
  }

  private void line(String text) {
    Matcher field = FIELD.matcher(text);
    if (field.matches()) {
      field(field.group(1), field.group(2).strip());
    } else {
      bars(text);
    }
  }

  private void field(String name, String value) {
    if (!FIELDS.contains(name)) {
      throw error("there is no field '" + name + ":'" + didYouMean(name, FIELDS));
    }
    if (name.equals("tune")) {
      endTune();
    } else if (fields.isEmpty()) {
      throw error("'" + name + ":' stands before the first 'tune:'");
    }
    if (value.isEmpty()) {
      throw error("'" + name + ":' is empty");
    }
    if (bars > 0) {
      if (!name.equals("meter") && !name.equals("tempo")) {
        throw error("'" + name + ":' stands after the first bar; only meter and tempo may change");
      }
      endPassage();
    } else if (fields.containsKey(name)) {
      throw error("'" + name + ":' is given twice");
    }
    fields.put(name, value);
  }

  private void bars(String text) {
    if (fields.isEmpty()) {
      throw error("expected 'tune:', found: " + text);
    }
    if (bars == 0) {
      required("origin");
      key = harmony(required("key"));
      players = players();
    }
    if (meter == null) {
      beginPassage();
    }
    // A bar line may also stand at either end of the line.
    String inner = text.replaceAll("^\\||\\|$", "");
    for (String bar : inner.split("\\|", -1)) {
      bars++;
      bar(bar);
    }
  }

  private void beginPassage() {
    Meter passageMeter = fraction("meter");
    quartersPerMinute = tempo();
    if (bars == 0 && fields.containsKey("pickup")) {
      Meter pickup = fraction("pickup");
      if (pickup.barLength() >= passageMeter.barLength()) {
        throw error("the pickup of " + pickup + " is not shorter than a bar of " + passageMeter);
      }
      position = passageMeter.barLength() - pickup.barLength();
    }
    meter = passageMeter;
    firstBar = bars;
  }

  private void bar(String text) {
    int barStart = (bars - firstBar - 1) * meter.barLength();
    int start = position;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (word.group().startsWith("[")) {
        chord(word.group());
      } else {
        note(word.group());
      }
    }
    int expected = barStart + meter.barLength() - start;
    if (position - start != expected) {
      throw error(
          "the bar lasts %s, but should last %s"
              .formatted(eighths(position - start), eighths(expected)));
    }
    boolean pickup = start > barStart;
    if (!pickup && (chords.isEmpty() || chords.get(0).start() > start)) {
      throw error("the bar has to begin with a chord such as [C]");
    }
  }

  private void chord(String word) {
    if (!word.endsWith("]")) {
      throw error("the chord " + word + " lacks its ']'");
    }
    chords.add(new Chord(harmony(word.substring(1, word.length() - 1)), position));
  }

  private void note(String word) {
    Matcher note = NOTE.matcher(word);
    if (!note.matches()) {
      throw error("'" + word + "' is neither a note such as c#'4. nor a rest, a hold or a chord");
    }
    if (note.group(5) != null) {
      int plain = Passage.UNITS_PER_WHOLE / Integer.parseInt(note.group(5));
      noteLength = note.group(6).isEmpty() ? plain : plain + plain / 2;
    }
    if (noteLength == 0) {
      throw error("the first note '" + word + "' has no length");
    }
    if (note.group(1) != null) {
      notes.add(new MelodyNote(pitch(note), position, noteLength));
    } else if (note.group(4).equals("-")) {
      hold();
    }
    position += noteLength;
  }

  private void hold() {
    MelodyNote last = notes.isEmpty() ? null : notes.get(notes.size() - 1);
    if (last == null || last.end() != position) {
      throw error("there is no note that '-' could hold");
    }
    notes.set(
        notes.size() - 1, new MelodyNote(last.pitch(), last.start(), last.length() + noteLength));
  }

  private static int pitch(Matcher note) {
    String marks = note.group(3);
    int octave = marks.startsWith(",") ? -marks.length() : marks.length();
    return MIDDLE_C + 12 * octave + "c d ef g a b".indexOf(note.group(1)) + sign(note.group(2));
  }

  private static int sign(String accidental) {
    return switch (accidental) {
      case "#" -> 1;
      case "b" -> -1;
      default -> 0;
    };
  }

  private void endPassage() {
    if (meter == null) {
      return;
    }
    passages.add(new Passage(meter, quartersPerMinute, bars - firstBar, notes, chords));
    meter = null;
    position = 0;
    notes.clear();
    chords.clear();
  }

  private void endTune() {
    if (fields.isEmpty()) {
      return;
    }
    endPassage();
    if (passages.isEmpty()) {
      throw error("the tune has no bars");
    }
    tunes.add(new Tune(fields.get("tune"), fields.get("origin"), key, players, passages));
    fields.clear();
    passages.clear();
    bars = 0;
    noteLength = 0;
  }

  private Tune.Players players() {
    String instruments = required("instruments");
    String[] players = instruments.split("\\s*,\\s*", -1);
    boolean drums = players.length == 3 && players[2].equals("drums");
    if (players.length != 2 && !drums) {
      throw error(
          "'instruments:' takes the melody's, the bass's and perhaps 'drums', found: "
              + instruments);
    }
    return new Tune.Players(
        sound(players[0]), sound(players[1]), drums ? Tune.Drums.PLAYING : Tune.Drums.SILENT);
  }

  private Sound sound(String title) {
    return Sound.titled(title)
        .orElseThrow(
            () -> error("unknown instrument '" + title + "'" + didYouMean(title, Sound.titles())));
  }

  private Harmony harmony(String text) {
    Matcher harmony = HARMONY.matcher(text);
    if (!harmony.matches()) {
      throw error("'" + text + "' is no major or minor chord or key such as F#m");
    }
    int root = "C D EF G A B".indexOf(harmony.group(1)) + sign(harmony.group(2));
    Harmony.Mode mode = harmony.group(3).isEmpty() ? Harmony.Mode.MAJOR : Harmony.Mode.MINOR;
    return new Harmony(Math.floorMod(root, 12), mode);
  }

  private Meter fraction(String field) {
    Matcher fraction = FRACTION.matcher(required(field));
    if (!fraction.matches()) {
      throw error("'" + field + ":' is no fraction such as 3/4: " + required(field));
    }
    return new Meter(Integer.parseInt(fraction.group(1)), Integer.parseInt(fraction.group(2)));
  }

  private int tempo() {
    String tempo = required("tempo");
    if (!tempo.matches("[1-9][0-9]{1,2}")) {
      throw error("'tempo:' is no whole number of quarter notes a minute, 10 to 999: " + tempo);
    }
    return Integer.parseInt(tempo);
  }

  private String required(String field) {
    String value = fields.get(field);
    if (value == null) {
      throw error("the tune lacks its '" + field + ":'");
    }
    return value;
  }

  private static String didYouMean(String word, List<String> known) {
    return Nearest.nearest(word, known)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse("; known are " + String.join(", ", known));
  }

  /** A length for a person, in eighth notes. */
  private static String eighths(int units) {
    double eighths = units / (Passage.UNITS_PER_WHOLE / 8.0);
    String number = units % 4 == 0 ? Integer.toString(units / 4) : Double.toString(eighths);
    return number + (units == 4 ? " eighth" : " eighths");
  }

  private BadInputException error(String problem) {
    StringBuilder place = new StringBuilder(source).append(", line ").append(line);
    if (fields.containsKey("tune")) {
      place.append(", tune '").append(fields.get("tune")).append('\'');
    }
    if (meter != null) {
      place.append(", bar ").append(bars);
    }
    return new BadInputException(place.append(": ").append(problem).toString());
  }
}
