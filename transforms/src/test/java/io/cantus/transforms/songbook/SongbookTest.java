package io.cantus.transforms.songbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.songbook.Passage.Chord;
import io.cantus.transforms.songbook.Passage.MelodyNote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SongbookTest {
  private static final String HEAD =
      """
      tune: Test
      origin: nowhere
      meter: 4/4
      key: C
      tempo: 120
      instruments: flute, acoustic bass, drums
      """;

  @Test
  void theStandardSongbookHasAtLeast32TunesOfDifferentNames() {
    List<Tune> tunes = Songbook.standard().tunes();

    assertThat(tunes).hasSizeGreaterThanOrEqualTo(32);
    assertThat(tunes).extracting(Tune::title).doesNotHaveDuplicates();
    assertThat(tunes).extracting(Arranger::fileName).doesNotHaveDuplicates();
  }

  static List<Tune> standardTunes() {
    return Songbook.standard().tunes();
  }

  @ParameterizedTest
  @MethodSource("standardTunes")
  void aStandardMelodyLastsEightBarsWithoutAChange(Tune tune) {
    assertThat(tune.passages())
        .allSatisfy(
            passage -> {
              List<MelodyNote> notes = passage.notes();
              int sounding = notes.get(notes.size() - 1).end() - notes.get(0).start();
              // A tune with a pickup, or one that ends on a rest, lacks part of a bar.
              assertThat(sounding).isGreaterThan(7 * passage.meter().barLength());
              assertThat(passage.bars()).isGreaterThanOrEqualTo(8);
            });
  }

  @Test
  void theStandardSongbookChangesTempoAndMeterInSeveralTunes() {
    List<Tune> changing =
        Songbook.standard().tunes().stream().filter(tune -> tune.passages().size() > 1).toList();

    assertThat(changing).hasSizeGreaterThanOrEqualTo(4);
    assertThat(changing)
        .anySatisfy(
            tune -> assertThat(tune.passages()).extracting(Passage::meter).doesNotHaveDuplicates());
  }

  @Test
  void notesLastAsWrittenAndTakeTheLengthOfTheNoteBefore() {
    Passage passage = onlyPassage("[C] c4 c#'8 bb, [G] r8. e''16 r4");

    assertThat(passage.notes())
        .containsExactly(
            new MelodyNote(60, 0, 8),
            new MelodyNote(73, 8, 4),
            new MelodyNote(58, 12, 4),
            new MelodyNote(88, 22, 2));
    assertThat(passage.chords())
        .containsExactly(
            new Chord(new Harmony(0, Harmony.Mode.MAJOR), 0),
            new Chord(new Harmony(7, Harmony.Mode.MAJOR), 16));
  }

  @Test
  void aHoldProlongsANoteOverTheBarLine() {
    Passage passage = onlyPassage("[Am] r2 a | -4 r2.");

    assertThat(passage.bars()).isEqualTo(2);
    assertThat(passage.notes()).containsExactly(new MelodyNote(69, 16, 24));
  }

  @Test
  void aPickupStandsAtTheEndOfTheFirstBar() {
    Passage passage = onlyPassage("pickup: 1/4\ng4 | [F#m] c'1");

    assertThat(passage.notes())
        .containsExactly(new MelodyNote(67, 24, 8), new MelodyNote(72, 32, 32));
    assertThat(passage.chords()).containsExactly(new Chord(new Harmony(6, Harmony.Mode.MINOR), 32));
  }

  @Test
  void aChangeOfMeterOrTempoBeginsAPassage() {
    Tune tune =
        Songbook.parse("t", HEAD + "[C] c1 |\nmeter: 6/8\ntempo: 90\n| [F] f4. a\n# end\n")
            .tunes()
            .get(0);

    assertThat(tune.passages())
        .containsExactly(
            new Passage(new Meter(4, 4), 120, 1, List.of(new MelodyNote(60, 0, 32)), major(0)),
            new Passage(
                new Meter(6, 8),
                90,
                1,
                List.of(new MelodyNote(65, 0, 12), new MelodyNote(69, 12, 12)),
                major(5)));
  }

  private static List<Chord> major(int root) {
    return List.of(new Chord(new Harmony(root, Harmony.Mode.MAJOR), 0));
  }

  @Test
  void aTuneFollowsAnother() {
    String text = HEAD + "[C] c1\n\n" + HEAD.replace("Test", "Second") + "[C] e2 e\n";

    List<Tune> tunes = Songbook.parse("t", text).tunes();

    assertThat(tunes).extracting(Tune::title).containsExactly("Test", "Second");
    assertThat(tunes.get(1).passages().get(0).notes()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "[C] c4 c c       % the bar lasts 6 eighths, but should last 8 eighths",
        "[C] c1 e16       % the bar lasts 8.5 eighths, but should last 8 eighths",
        "[C] h1           % 'h1' is neither a note",
        "[C] c3           % 'c3' is neither a note",
        "c1               % the bar has to begin with a chord",
        "[C] -1           % there is no note that '-' could hold",
        "[C] c2 r4 -      % there is no note that '-' could hold",
        "[C] c c c c      % the first note 'c' has no length",
        "[H] c1           % 'H' is no major or minor chord",
        "[C c1            % the chord [C lacks its ']'"
      })
  void aBadBarIsNamedWithItsLineAndTune(String bar, String problem) {
    assertThatThrownBy(() -> Songbook.parse("own.txt", HEAD + bar))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("own.txt, line 7, tune 'Test', bar 1: " + problem);
  }

  @Test
  void aBadBarIsCountedFromTheBeginningOfTheTune() {
    assertThatThrownBy(() -> Songbook.parse("t", HEAD + "[C] c1 | d1 |\n| [C] e1 | f2 | g1"))
        .hasMessage(
            "t, line 8, tune 'Test', bar 4: the bar lasts 4 eighths, but should last 8 eighths");
  }

  @Test
  void aBarAfterAChangeCannotHoldTheNoteBefore() {
    assertThatThrownBy(() -> Songbook.parse("t", HEAD + "[C] c1\ntempo: 90\n[C] -1"))
        .hasMessage("t, line 9, tune 'Test', bar 2: there is no note that '-' could hold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "origin: nowhere % # none       % line 7, tune 'Test': the tune lacks its 'origin:'",
        "origin: nowhere % orign: here  % line 2, tune 'Test': there is no field 'orign:'; did you",
        "origin: nowhere % origin:      % line 2, tune 'Test': 'origin:' is empty",
        "origin: nowhere % key: D       % line 4, tune 'Test': 'key:' is given twice",
        "key: C          % key: H       % line 7, tune 'Test': 'H' is no major or minor chord",
        "meter: 4/4      % meter: 4     % line 7, tune 'Test': 'meter:' is no fraction such as",
        "tempo: 120      % tempo: fast  % line 7, tune 'Test': 'tempo:' is no whole number",
        "key: C          % tune: B      % line 4, tune 'Test': the tune has no bars",
        ", drums         % , drums, oboe % line 7, tune 'Test': 'instruments:' takes the melody's",
        "flute           % flutte       % line 7, tune 'Test': unknown instrument 'flutte'; did you"
      })
  void aBadHeaderIsNamedWithItsLineAndTune(String good, String bad, String problem) {
    String head = HEAD.replace(good, bad);
    assertThatThrownBy(() -> Songbook.parse("own.txt", head + "[C] c1"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("own.txt, " + problem);
  }

  @Test
  void aPickupAsLongAsABarIsRefused() {
    assertThatThrownBy(() -> Songbook.parse("t", HEAD + "pickup: 4/4\nc1 | [C] c1"))
        .hasMessage("t, line 8, tune 'Test': the pickup of 4/4 is not shorter than a bar of 4/4");
  }

  @Test
  void aHeaderInTheMidstOfATuneIsRefused() {
    assertThatThrownBy(() -> Songbook.parse("t", HEAD + "[C] c1\nkey: D"))
        .hasMessageContaining("line 8, tune 'Test'")
        .hasMessageEndingWith("only meter and tempo may change");
  }

  @Test
  void musicBeforeTheFirstTuneIsRefused() {
    assertThatThrownBy(() -> Songbook.parse("t", "[C] c1"))
        .hasMessage("t, line 1: expected 'tune:', found: [C] c1");
  }

  @Test
  void aTuneWithoutBarsIsRefused() {
    assertThatThrownBy(() -> Songbook.parse("t", HEAD))
        .hasMessageEndingWith("tune 'Test': the tune has no bars");
  }

  private static Passage onlyPassage(String bars) {
    List<Passage> passages = Songbook.parse("t", HEAD + bars).tunes().get(0).passages();
    assertThat(passages).hasSize(1);
    return passages.get(0);
  }
}
