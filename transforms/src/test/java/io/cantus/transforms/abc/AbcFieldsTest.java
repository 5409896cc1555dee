package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.music;
import static io.cantus.transforms.abc.Abc.notes;
import static io.cantus.transforms.abc.Abc.pitches;
import static io.cantus.transforms.abc.Abc.tune;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.SourceInfo;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What information fields govern, in the header and within music. */
final class AbcFieldsTest {

  @Test
  void aTuneSaysWhereItComesFrom() {
    NoteSequence sequence = tune("T:Tune", "K:C", "C");

    assertThat(sequence.getFilename()).isEqualTo("book.abc");
    assertThat(sequence.getCollectionName()).isEqualTo("coll");
    assertThat(sequence.getReferenceNumber()).isEqualTo(1);
    assertThat(sequence.getTicksPerQuarter()).isEqualTo(220);
    assertThat(sequence.getSourceInfo())
        .isEqualTo(
            SourceInfo.newBuilder()
                .setSourceType(SourceInfo.SourceType.SCORE_BASED)
                .setEncodingType(SourceInfo.EncodingType.ABC)
                .setParser(SourceInfo.Parser.MAGENTA_ABC)
                .build());
    assertThat(sequence.getPartInfosCount()).isZero();
    assertThat(sequence.getInstrumentInfosCount()).isZero();
  }

  @Test
  void titlesAreJoinedAndTheFirstComposerIsTheArtist() {
    NoteSequence sequence =
        tune("T: A Tune ", "T:Another", "C:", "C:Trad.", "C:Anon.", "K:C", "C", "T:Trio", "C:Me");

    assertThat(sequence.getSequenceMetadata().getTitle()).isEqualTo("A Tune; Another");
    assertThat(sequence.getSequenceMetadata().getArtist()).isEqualTo("Trad.");
    assertThat(sequence.getSequenceMetadata().getComposersList())
        .containsExactly("", "Trad.", "Anon.", "Me");
    assertThat(music("C").hasSequenceMetadata()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "C,'',C MAJOR",
    "G,^f,G MAJOR",
    "Bb,_b _e,A_SHARP MAJOR",
    "'F # minor',^f ^g ^c,F_SHARP MINOR",
    "Am,'',A MINOR",
    "AMIN,'',A MINOR",
    "A Aeolian,'',A MINOR",
    "Gmaj,^f,G MAJOR",
    "D Mixolydian,^f,D MIXOLYDIAN",
    "EDORIAN,^f ^c,E DORIAN",
    "Ephr,'',E PHRYGIAN",
    "F lyd,'',F LYDIAN",
    "BLocrian,'',B LOCRIAN",
    "C ionian,'',C MAJOR",
    "a,^f ^c ^g,A MAJOR",
    "C#,^f ^c ^g ^d ^a ^e ^b,C_SHARP MAJOR",
    "Cb,_b _e _a _d _g _c _f,B MAJOR",
    "Abm,_b _e _a _d _g _c _f,G_SHARP MINOR",
    "HP,^f ^c,A MIXOLYDIAN",
    "Hp,^f ^c,A MIXOLYDIAN",
    "none,'',C NOT_SPECIFIED",
    "'','',C NOT_SPECIFIED",
    "clef=bass,'',C NOT_SPECIFIED",
    "bass,'',C NOT_SPECIFIED",
    "D =c,^f,D MAJOR",
    "Dmix ^g,^f ^g,D MIXOLYDIAN",
    "D exp _b ^f,_b ^f,D MAJOR",
    "D phr ^f,_b _e ^f,D PHRYGIAN",
    "exp ^f_b,^f _b,C NOT_SPECIFIED",
    "^f,^f,C NOT_SPECIFIED",
    "D clef=bass octave=0,^f ^c,D MAJOR",
    "D treble,^f ^c,D MAJOR",
    "G pentatonic,^f,G MAJOR"
  })
  void theKeyIsTonicModeAndAccidentals(String field, String altered, String key) {
    NoteSequence sequence = tune("K:" + field, "cdefgab");

    int[] plain = {72, 74, 76, 77, 79, 81, 83};
    for (String note : altered.isEmpty() ? new String[0] : altered.split(" ", -1)) {
      plain["cdefgab".indexOf(note.charAt(1))] += note.charAt(0) == '^' ? 1 : -1;
    }
    assertThat(pitches(sequence))
        .containsExactly(java.util.Arrays.stream(plain).boxed().toArray(Integer[]::new));
    KeySignature signature = sequence.getKeySignatures(0);
    assertThat(KeySignature.Key.forNumber(signature.getKeyValue()) + " " + signature.getMode())
        .isEqualTo(key);
  }

  @Test
  void keysWithMoreThanSevenSharpsHaveDoubleSharps() {
    assertThat(pitches(tune("K:G#", "FCG"))).containsExactly(67, 61, 68);
  }

  @Test
  void aKeyWithinMusicHoldsFromThere() {
    NoteSequence sequence = music("F [K:G]F", "K:D", "F C");

    assertThat(pitches(sequence)).containsExactly(65, 66, 66, 61);
    assertThat(sequence.getKeySignaturesList())
        .extracting(KeySignature::getTime, KeySignature::getKeyValue)
        .containsExactly(tuple(0.0, 0), tuple(1.0, 7), tuple(2.0, 2));
  }

  @Test
  void ofTwoFieldsForOnePlaceTheSecondHolds() {
    NoteSequence sequence =
        tune("M:3/4", "M:6/8", "L:1/4", "Q:100", "Q:1/4=60", "K:C", "[K:G][M:2/4]F");

    assertThat(sequence.getKeySignaturesList())
        .extracting(KeySignature::getKeyValue)
        .containsExactly(7);
    assertThat(sequence.getTimeSignaturesList())
        .extracting(TimeSignature::getNumerator)
        .containsExactly(2);
    assertThat(sequence.getTemposList()).extracting(Tempo::getQpm).containsExactly(60.0);
  }

  @Test
  void aTuneWithoutAKeyIsReadAsWritten() {
    NoteSequence sequence = tune("M:4/4", "F ^c|");

    assertThat(pitches(sequence)).containsExactly(65, 73);
    assertThat(sequence.getKeySignaturesCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "C,4/4",
    "c,4/4",
    "C|,2/2",
    "3/4,3/4",
    "12/8,12/8",
    " 6 / 8 ,6/8",
    "2+3/8,5/8",
    "(2+2+3)/8,7/8"
  })
  void aMeterIsATimeSignature(String field, String signature) {
    assertThat(signatures(tune("M:" + field, "K:C", "C"))).isEqualTo(signature + "@0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", ""})
  void aFreeMeterIsNone(String field) {
    assertThat(signatures(tune("M:" + field, "K:C", "C"))).isEmpty();
  }

  @Test
  void aMeterWithinMusicHoldsFromThere() {
    assertThat(
            signatures(tune("M:3/4", "L:1/4", "Q:1/4=60", "K:C", "CCC|[M:C]CCCC", "M:2/4", "CC")))
        .isEqualTo("3/4@0.0 4/4@3.0 2/4@7.0");
  }

  private static String signatures(NoteSequence sequence) {
    return sequence.getTimeSignaturesList().stream()
        .map(s -> s.getNumerator() + "/" + s.getDenominator() + "@" + s.getTime())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "M:4/4,0.5",
    "M:3/4,0.5",
    "M:6/8,0.5",
    "M:2/4,0.25",
    "M:5/8,0.25",
    "M:none,0.5",
    "N:none,0.5",
    "L:1/4,1.0",
    "L:1,4.0",
    "L:1/2,2.0",
    "L:3/16,0.75"
  })
  void theUnitLengthFollowsFromTheMeterUnlessItIsGiven(String field, double seconds) {
    assertThat(notes(tune(field, "Q:1/4=60", "K:C", "C"))).containsExactly("60 0.0-" + seconds);
  }

  @Test
  void aUnitLengthWithinMusicHoldsFromThereAndAMeterDoesNotChangeIt() {
    assertThat(notes("C [L:1/8]C", "L:1/2", "M:2/4", "C"))
        .containsExactly("60 0.0-1.0", "60 1.0-1.5", "60 1.5-3.5");
  }

  @ParameterizedTest
  @CsvSource({
    "1/4=100,100.0", "1/8=100,50.0", "3/8=80,120.0", "1/4 3/8 1/4 3/8=40,200.0",
    "'\"Allegro\" 1/4=120',120.0", "'1/2=60 \"Slowly\"',120.0", "100,50.0", "C=100,50.0",
    "C2=100,100.0", "1/4=120.5,120.5", "1/4 = ca. 90,90.0", "1/4=100-120,100.0"
  })
  void aTempoIsBeatsInAMinuteOrUnitLengthsWhereNoBeatIsNamed(String field, double qpm) {
    assertThat(tune("M:4/4", "Q:" + field, "K:C", "C").getTemposList())
        .extracting(Tempo::getQpm)
        .containsExactly(qpm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Allegro\"", "Andante", "", "\"open"})
  void aTempoWithoutANumberIsOnlyAName(String field) {
    NoteSequence sequence = tune("L:1/4", "Q:" + field, "K:C", "C");

    assertThat(sequence.getTemposCount()).isZero();
    assertThat(sequence.getTotalTime()).isEqualTo(0.5);
  }

  @Test
  void aTempoWithinMusicHoldsFromThere() {
    NoteSequence sequence = music("C [Q:1/4=120]D", "Q:1/4=30", "E");

    assertThat(notes(sequence)).containsExactly("60 0.0-1.0", "62 1.0-1.5", "64 1.5-3.5");
    assertThat(sequence.getTemposList())
        .extracting(Tempo::getTime, Tempo::getQpm)
        .containsExactly(tuple(0.0, 60.0), tuple(1.0, 120.0), tuple(1.5, 30.0));
  }

  @ParameterizedTest
  @CsvSource({
    "treble-8,-12",
    "treble+8,12",
    "clef=treble_8,-12",
    "bass,0",
    "clef=bass-8,-12",
    "octave=-1,-12",
    "octave=2,24",
    "transpose=-2,-2",
    "t=3,3",
    "treble-8 octave=1 transpose=1,1",
    "alto1,0",
    "middle=d,0",
    "stafflines=1,0"
  })
  void aClefWithAnEightAndParametersTranspose(String parameters, int semitones) {
    assertThat(pitches(tune("K:C " + parameters, "C"))).containsExactly(60 + semitones);
    assertThat(pitches(tune("V:1 " + parameters, "K:C", "[V:1]C"))).containsExactly(60 + semitones);
    assertThat(pitches(music("C [K:" + parameters + "]C"))).isEqualTo(List.of(60, 60 + semitones));
  }

  @Test
  void aNewKeyKeepsTheClef() {
    assertThat(pitches(tune("K:C treble-8", "C[K:F]C[K:none]C"))).containsExactly(48, 48, 48);
  }

  @Test
  void theDrumClefMakesDrums() {
    assertThat(tune("K:C perc", "C").getNotes(0).getIsDrum()).isTrue();
    assertThat(tune("K:C", "C").getNotes(0).getIsDrum()).isFalse();
  }

  @Test
  void textThatAFieldCarriesOnIsNoMusic() {
    assertThat(pitches(tune("H:The history", "goes on | abc", "N:note", "CAGED", "K:C", "C")))
        .containsExactly(60);
  }
}
