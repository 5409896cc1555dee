package io.cantus.transforms.songbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.InstrumentInfo;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArrangerTest {
  private static final SortedMap<String, byte[]> FILES = Arranger.files(Songbook.standard());

  static List<Tune> standardTunes() {
    return Songbook.standard().tunes();
  }

  @ParameterizedTest
  @MethodSource("standardTunes")
  void eachPassageOfATuneGivesOneMelodyOfTheDataSet(Tune tune) {
    NoteSequence sequence = converted(Arranger.fileName(tune));

    MelodyPipeline.Result result =
        new MelodyPipeline(MelodyConfig.named("lookback_rnn")).run(sequence, Branch.TRAINING);

    assertThat(result.outcome()).isInstanceOf(Outcome.Produced.class);
    assertThat(((Outcome.Produced<byte[]>) result.outcome()).values())
        .as("melodies of %s: %s", tune.title(), result.statistics().render())
        .hasSameSizeAs(tune.passages());
  }

  @ParameterizedTest
  @MethodSource("standardTunes")
  void theFileHoldsWhatTheTuneSays(Tune tune) {
    NoteSequence sequence = converted(Arranger.fileName(tune));

    assertThat(melodyPitches(sequence))
        .isEqualTo(
            tune.passages().stream()
                .flatMap(passage -> passage.notes().stream())
                .map(Passage.MelodyNote::pitch)
                .toList());
    assertThat(sequence.getTemposCount())
        .isEqualTo(
            tune.passages().stream().map(Passage::quartersPerMinute).distinct().toList().size());
    assertThat(sequence.getTimeSignaturesList())
        .hasSameSizeAs(tune.passages())
        .first()
        .satisfies(
            meter ->
                assertThat(meter.getNumerator() + "/" + meter.getDenominator())
                    .isEqualTo(tune.passages().get(0).meter().toString()));
    assertThat(sequence.getKeySignatures(0).getKeyValue()).isEqualTo(tune.key().root());
    assertThat(sequence.getInstrumentInfosList())
        .extracting(InstrumentInfo::getName)
        .startsWith("Melody", "Bass");
  }

  private static List<Integer> melodyPitches(NoteSequence sequence) {
    return sequence.getNotesList().stream()
        .filter(note -> note.getInstrument() == 0)
        .map(Note::getPitch)
        .toList();
  }

  @Test
  void drumsPlayOnlyWhereTheTuneAsksForThem() {
    Map<Tune.Drums, List<Tune>> tunes =
        standardTunes().stream().collect(Collectors.groupingBy(tune -> tune.players().drums()));

    assertThat(tunes.get(Tune.Drums.PLAYING))
        .hasSizeGreaterThan(10)
        .allMatch(tune -> hasDrums(converted(Arranger.fileName(tune))));
    assertThat(tunes.get(Tune.Drums.SILENT))
        .hasSizeGreaterThan(10)
        .noneMatch(tune -> hasDrums(converted(Arranger.fileName(tune))));
  }

  private static boolean hasDrums(NoteSequence sequence) {
    return sequence.getNotesList().stream().anyMatch(Note::getIsDrum);
  }

  @Test
  void aPassageBeginsWhereTheOneBeforeEndsInItsOwnTempoAndMeter() {
    String text =
        """
        tune: Two passages
        origin: nowhere
        meter: 4/4
        key: C
        tempo: 120
        instruments: flute, acoustic bass
        [Dm] d4 d d d
        meter: 3/4
        tempo: 60
        [C] e4 f r4
        """;

    NoteSequence sequence = Arranger.arrange(Songbook.parse("t", text).tunes().get(0));

    assertThat(sequence.getTempos(1).getTime()).isEqualTo(2.0);
    assertThat(sequence.getTimeSignatures(1).getTime()).isEqualTo(2.0);
    assertThat(sequence.getTotalTime()).isEqualTo(5.0);
    List<Note> melody =
        sequence.getNotesList().stream().filter(note -> note.getInstrument() == 0).toList();
    assertThat(melody)
        .extracting(Note::getStartTime)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(0.0, 0.5, 1.0, 1.5, 2.0, 3.0);
    assertThat(melody.get(5).getEndTime()).isCloseTo(4.0, Offset.offset(1e-9));
    assertThat(bassPitches(sequence))
        .as("D minor: root, fifth, third, fifth, the root's octave; then C major")
        .containsExactly(38, 45, 41, 45, 50, 36, 43, 40, 48);
  }

  private static List<Integer> bassPitches(NoteSequence sequence) {
    return sequence.getNotesList().stream()
        .filter(note -> note.getInstrument() == 1)
        .map(Note::getPitch)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"damaged-truncated.mid, track-cut-off", "damaged-data-byte.mid, data-byte-over-127"})
  void theDamagedFilesAreRejectedForWhatIsWrongWithThem(String name, String reason) {
    Outcome<NoteSequence> outcome = convert(name);

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(((Outcome.Rejected<NoteSequence>) outcome).rejection().reason()).isEqualTo(reason);
  }

  @Test
  void theSameSongbookGivesTheSameBytes() {
    SortedMap<String, byte[]> again = Arranger.files(Songbook.standard());

    assertThat(again).hasSameSizeAs(FILES).hasSize(Songbook.standard().tunes().size() + 2);
    FILES.forEach((name, midi) -> assertThat(again.get(name)).as(name).isEqualTo(midi));
  }

  @Test
  void fileNamesArePlain() {
    assertThat(FILES).containsKeys("frere-jacques.mid", "oh-susanna.mid");
    assertThat(FILES.keySet()).allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*\\.mid"));
  }

  @Test
  void twoTunesOfOneNameAreRefused() {
    Tune tune = standardTunes().get(0);

    assertThatThrownBy(() -> Arranger.files(new Songbook(List.of(tune, tune))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Arranger.fileName(tune));
  }

  private static NoteSequence converted(String name) {
    Outcome<NoteSequence> outcome = convert(name);
    assertThat(outcome).as(name).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<NoteSequence>) outcome).values().get(0);
  }

  private static Outcome<NoteSequence> convert(String name) {
    return MidiConverter.convert(new SourceFile("songbook", name), FILES.get(name));
  }
}
