package io.cantus.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  /** 96 ticks to the quarter note; a tempo, a meter, a named piano, a chord, drums. */
  private static final String SMALL =
      "4d546864 00000006 0001 0002 0060"
          + "4d54726b 00000019 00ff5103 07a120 00ff5804 04021808 00ff5902 ff01 00ff2f00"
          + "4d54726b 0000003e"
          + "00ff0303 506e6f 00c005"
          + "00903c50 60803c00 00904350 00904050 60804300 00804000 00904850"
          + "00993840 60993800 60ff6000 00904550 30804500 00ff2f00";

  private static final String BOOK =
      """
      X:1
      T:Up and down
      M:4/4
      L:1/4
      K:D
      DEFG|A2A2|BAGF|E2D2|DEFG|A2A2|BAGF|E2D2|

      X:2
      T:Broken
      K:Dxyz
      DEFG|A2A2|
      """;

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void nameTheCollection() throws IOException {
    folder = Files.createDirectory(root.resolve("songs"));
  }

  @Test
  void everythingIsToldOfASmallFile() throws IOException {
    Path file = Files.write(folder.resolve("small.mid"), midi(SMALL));

    CantusRun run = CantusRun.of("inspect", file.toString(), "--ascii", "--width=80");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            small.mid
            MIDI file of format 1, 96 ticks a quarter note, 2 tracks, 117 bytes

            Tracks
            ------
            Counted from 0; times in seconds.

            In the order of the file
              Track  Name  Channels       Notes   From     To  Last tick
                  0                           0  0.000  0.000          0
                  1  Pno   1, 10 (drums)      5  0.000  1.750        336

            Events
              Track  Events
                  0  tempo 1, time signature 1, key signature 1, end of track 1
                  1  note on 7, note off 4, program change 1, text 1, unknown meta 1, end of
                     track 1

            Left out by conversion, as by the reference
              Track  Count  What
                  1      1  notes that begin and never end
                  1     96  ticks before meta events of unknown type: all that follows comes
                            so much earlier

            Time
            ----
            Tempos and signatures of track 0; times in seconds.

            Tempos
               From  Tick  Quarter notes a minute
              0.000     0                     120

            Time signatures
               From  Meter
              0.000  4/4

            Key signatures
               From  Key
              0.000  D minor

            NoteSequence
            ------------
            What conversion makes; times in seconds.

            In figures
              id                    /id/midi/songs/12a299d15fd6d44efe61971f42b41e93435cbe9d
              notes                 5
              total time            1.750 s
              ticks a quarter note  96
              tempos                120
              time signatures       4/4
              key signatures        D minor
              control changes       0
              pitch bends           0
              text annotations      0
              serialised            256 bytes

            Instruments
              Number  Program  Sound             Name  Notes  Range      From     To
                   0        5  electric piano 2  Pno       4  C4 to A4  0.000  1.750
                   1        0  drums             Pno       1  G#3       1.000  1.500

            All notes
                |                                                                '''''''''''
                |                     ''''''''''''''''''''''
                |                     ......................
                |
            C4  |......................
            bar  1

            Melodies
            --------
            For lookback_rnn nothing is made of it: polyphonic: instruments with two notes
            at a step: 1

            Pieces between changes of meter and tempo
              Piece   From     To  Meter  Tempo  Notes  Quantized
                  1  0.000  1.750  4/4      120      5  16 steps a bar

            What was found in them
              Piece  Instrument          Bars  Steps  Pitch classes  Verdict
                  1  0 electric piano 2  1                           given up from here: G4
                                                                     and E4 begin together
                                                                     at step 4
                  1  1 drums                                         drums are left out

            No example is made.
            """);
  }

  @Test
  void aMelodyIsShownWithItsKeyAndItsExample() throws IOException {
    Path file = Files.write(folder.resolve("tune.mid"), Tunes.midi(8, 62));

    CantusRun run = CantusRun.of("inspect", file.toString(), "--width=100");

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains("For lookback_rnn it makes 1 example, as they are drawn")
        .containsPattern("1  0 acoustic grand piano  1 to 8 +128 +5  kept")
        .containsPattern("1 +1  0 acoustic grand piano  D major +-2  C4 to G4 +127  63,534")
        .contains("Example 1: acoustic grand piano, 120 quarter notes a minute")
        .doesNotContain("null");
    assertThat(CantusRun.of("inspect", file.toString(), "--config=mono_rnn").out())
        .contains("For mono_rnn it makes 1 example")
        .containsPattern("D major +\\+0  D4 to A4");
  }

  @Test
  void whyAnInstrumentMakesNothingIsToldForEach() throws IOException {
    NoteSequence.Builder sequence = Tunes.sequence("", 8, 60).toBuilder();
    sequence
        .addNotesBuilder()
        .setInstrument(1)
        .setPitch(70)
        .setVelocity(80)
        .setStartTime(2)
        .setEndTime(3);
    for (int pitch : new int[] {50, 54}) {
      sequence
          .addNotesBuilder()
          .setInstrument(2)
          .setPitch(pitch)
          .setVelocity(80)
          .setStartTime(4)
          .setEndTime(5);
    }
    sequence
        .addNotesBuilder()
        .setInstrument(3)
        .setIsDrum(true)
        .setPitch(36)
        .setVelocity(80)
        .setEndTime(1);
    sequence.addNotesBuilder().setInstrument(4).setPitch(36).setEndTime(1);
    for (int i = 0; i < 32; i++) {
      sequence
          .addNotesBuilder()
          .setInstrument(5)
          .setPitch(60 + i % 2)
          .setVelocity(80)
          .setStartTime(i * 0.5)
          .setEndTime(i * 0.5 + 0.5);
    }
    Path file = records("ns.tfrecord", sequence.build());

    String out = CantusRun.of("inspect", file.toString(), "--width=160").out();

    assertThat(out)
        .containsPattern("1  0 acoustic grand piano  1 to 8 +128 +5  kept")
        .containsPattern("1  1 acoustic grand piano  2 +8 +1  too short: 0.5 bars, 7 are needed")
        .containsPattern(
            "1  2 acoustic grand piano  3 +given up from here: F#3 and D3 begin together at step 32")
        .containsPattern("1  3 drums +drums are left out")
        .containsPattern("1  4 acoustic grand piano +only notes of velocity 0")
        .containsPattern(
            "1  5 acoustic grand piano  1 to 8 +128 +2  too few pitch classes: 2, 5 are needed");
  }

  @Test
  void aRefusedFileIsShownWhereItIsDamaged() throws IOException {
    byte[] midi = midi(SMALL);
    midi[71] = (byte) 0xc3;
    Path file = Files.write(folder.resolve("bad.mid"), midi);

    CantusRun run = CantusRun.of("inspect", file.toString(), "--ascii", "--width=80");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .isEqualTo(
            "cantus: %s is refused: data-byte-over-127 at byte 71 in track 1: data byte 0xc3\n"
                .formatted(file));
    assertThat(run.out())
        .contains("reason      data-byte-over-127")
        .contains("byte        71 (0x47) of 117")
        .contains("track       1, counted from 0")
        .contains("what to do  the reference refuses it too")
        .contains(
            """
            Bytes around it
            00000010  72 6b 00 00 00 19 00 ff 51 03 07 a1 20 00 ff 58  rk......Q... ..X
            00000020  04 04 02 18 08 00 ff 59 02 ff 01 00 ff 2f 00 4d  .......Y...../.M
            00000030  54 72 6b 00 00 00 3e 00 ff 03 03 50 6e 6f 00 c0  Trk...>....Pno..
            00000040  05 00 90 3c 50 60 80 c3 00 00 90 43 50 00 90 40  ...<P`.....CP..@
                                           ^^
            00000050  50 60 80 43 00 00 80 40 00 00 90 48 50 00 99 38  P`.C...@...HP..8
            00000060  40 60 99 38 00 60 ff 60 00 00 90 45 50 30 80 45  @`.8.`.`...EP0.E
            00000070  00 00 ff 2f 00                                   .../.
            """)
        .contains("In the order of the file");
  }

  @Test
  void aFileThatIsNoMidiFileIsRefusedToo() throws IOException {
    Path file = Files.writeString(folder.resolve("page.mid"), "<html>404</html>");

    CantusRun run = CantusRun.of("inspect", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).contains("it is no MIDI file", "<html>404</html>");
    assertThat(run.err()).hasLineCount(1).contains("no-midi-header at byte 0");
  }

  @Test
  void aFileThatIsMissingOrOfNoKnownKindIsOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");

    assertThat(CantusRun.of("inspect", folder + "/none.mid").err())
        .isEqualTo("cantus: there is nothing at %s/none.mid\n".formatted(folder));
    assertThat(CantusRun.of("inspect", text.toString()).err())
        .hasLineCount(1)
        .contains("notes.txt is no folder");
    assertThat(CantusRun.of("inspect").err())
        .isEqualTo("cantus: FILE is missing; see cantus inspect --help\n");
    assertThat(CantusRun.of("inspect", "a.mid", "b.mid").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CantusRun.of("inspect", "a.mid", "--width=10").err())
        .isEqualTo("cantus: --width is 10 but must be 60 to 400\n");
  }

  @Test
  void aFileOfAFolderIsChosenByItsName() throws IOException {
    Files.write(folder.resolve("a.mid"), Tunes.midi(8, 60));
    Files.write(Files.createDirectory(folder.resolve("sub")).resolve("b.mid"), Tunes.midi(9, 60));

    assertThat(CantusRun.of("inspect", folder.toString(), "--entry=sub/b.mid").out())
        .startsWith("sub/b.mid\n")
        .contains("1 to 9");
    assertThat(CantusRun.of("inspect", folder.toString()).err())
        .isEqualTo(
            "cantus: %s holds several files; name one, such as --entry=sub/b.mid\n"
                .formatted(folder));
    assertThat(CantusRun.of("inspect", folder.toString(), "--entry=c.mid").err())
        .isEqualTo("cantus: there is no such file in %s\n".formatted(folder));
  }

  @Test
  void aFileOfAnArchiveIsChosenByItsName() throws IOException {
    Path archive = folder.resolve("songs.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (int bars : new int[] {8, 9}) {
        zip.putNextEntry(new ZipEntry("songs/%d.mid".formatted(bars)));
        zip.write(Tunes.midi(bars, 60));
      }
    }

    CantusRun run = CantusRun.of("inspect", archive.toString(), "--entry=9.mid");

    assertThat(run.out()).startsWith("9.mid\n").contains("/id/midi/songs/", "1 to 9");
  }

  @Test
  void aBookIsListedTuneByTune() throws IOException {
    Path book = Files.writeString(folder.resolve("book.abc"), BOOK);

    CantusRun all = CantusRun.of("inspect", book.toString(), "--width=100");

    assertThat(all.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(all.out())
        .startsWith("book.abc\n2 tunes, of which 1 convert; ")
        .containsPattern("X:1 +Up and down +24 +16.000  converts")
        .containsPattern("X:2 +unknown-mode at byte ");
    for (String record : new String[] {"0", "X:1"}) {
      assertThat(CantusRun.of("inspect", book.toString(), "--record=" + record).out())
          .startsWith("book.abc, X:1\n")
          .contains("title                 Up and down", "D major", "1 to 8", "Example 1");
    }
    CantusRun broken = CantusRun.of("inspect", book.toString(), "--record=X:2", "--width=80");
    assertThat(broken.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(broken.out()).contains("reason      unknown-mode", "mend it at this place");
    assertThat(CantusRun.of("inspect", book.toString(), "--record=X:3").err())
        .endsWith("has no tune 'X:3'; the first of its 2 is 'X:1'\n");
  }

  @Test
  void aBookOfWhichNothingConvertsIsRefused() throws IOException {
    Path book =
        Files.writeString(
            folder.resolve("book.abc"), BOOK.substring(BOOK.indexOf("X:2")) + "\nX:3\nK:Dxyz\nD\n");

    CantusRun run = CantusRun.of("inspect", book.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).endsWith("is refused: none of its 2 tunes converts\n");
  }

  @Test
  void aRecordIsChosenByNumberIdOrFilename() throws IOException {
    Path file =
        records("ns.tfrecord", Tunes.sequence("a.mid", 8, 60), Tunes.sequence("b.mid", 9, 62));

    for (String record : new String[] {"1", "/id/test/b.mid", "b.mid"}) {
      assertThat(CantusRun.of("inspect", file.toString(), "--record=" + record).out())
          .startsWith("%s, record 1\nb.mid\n".formatted(file))
          .contains("1 to 9", "D major");
    }
    assertThat(CantusRun.of("inspect", file.toString()).out())
        .containsPattern("0  a.mid +32 +16.000  /id/test/a.mid")
        .containsPattern("1  b.mid +36 +18.000  /id/test/b.mid");
    assertThat(CantusRun.of("inspect", file.toString(), "--record=2").err())
        .isEqualTo("cantus: %s has no record '2', it has 2\n".formatted(file));
  }

  @Test
  void thePageHoldsTheSameAndLoadsNothing() throws IOException {
    Path file = Files.write(folder.resolve("tune.mid"), Tunes.midi(8, 62));
    Path page = root.resolve("page.html");

    CantusRun run = CantusRun.of("inspect", file.toString(), "--html=" + page);

    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(page)
        .content()
        .contains("<h1>tune.mid</h1>", "All notes", "Example 1", "acoustic grand piano", "D major")
        .doesNotContain("://", "src=", "href=\"tune.mid\"");
    assertThat(CantusRun.of("inspect", file.toString(), "--html=" + page).err())
        .contains("exists; give --overwrite to replace it");
    assertThat(CantusRun.of("inspect", file.toString(), "--html=" + page, "--overwrite").exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void noLineIsWiderThanTheScreen() throws IOException {
    Path file = Files.write(folder.resolve("tune.mid"), Tunes.midi(40, 62));

    for (int width : new int[] {60, 80, 120}) {
      assertThat(CantusRun.of("inspect", file.toString(), "--width=" + width).out().lines())
          .allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void textInAFileCannotMoveTheCursor() throws IOException {
    byte[] midi = midi(SMALL.replace("506e6f", "1b5b48"));
    Path file = Files.write(folder.resolve("escape.mid"), midi);

    assertThat(CantusRun.of("inspect", file.toString()).out())
        .contains("\uFFFD[H")
        .doesNotContain("\u001b");
  }

  private Path records(String name, NoteSequence... sequences) throws IOException {
    Path file = folder.resolve(name);
    try (TfRecordWriter writer = new TfRecordWriter(Files.newOutputStream(file))) {
      for (NoteSequence sequence : sequences) {
        writer.write(sequence.toByteArray());
      }
    }
    return file;
  }

  private static byte[] midi(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
