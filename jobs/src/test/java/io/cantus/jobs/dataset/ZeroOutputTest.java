package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.proto.NoteSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of nothing is an error that tells why, and what to do about it. */
final class ZeroOutputTest {
  @TempDir private Path folder;

  private CantusRun create(UnaryOperator<NoteSequence.Builder> change, String... options)
      throws IOException {
    NoteSequence.Builder tune = Tunes.sequence("a.mid", 8, 60).toBuilder();
    Path input =
        DatasetFixture.write(
            folder.resolve("ns.tfrecord"), List.of(change.apply(tune).build(), tune.build()));
    return DatasetFixture.create(input, folder.resolve("out").toString(), options);
  }

  private void assertNothing(CantusRun run, String... words) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(words).contains("nothing was written");
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static NoteSequence.Builder polyphonic(NoteSequence.Builder tune) {
    return tune.addNotes(tune.getNotes(0).toBuilder().setPitch(40));
  }

  @Test
  void onlyChordsAreWhatIgnoringPolyphonicNotesIsFor() throws IOException {
    assertNothing(
        create(ZeroOutputTest::polyphonic),
        "2  rejected  polyphonic",
        "--ignore_polyphonic_notes takes the highest",
        "(0 produced, 2 rejected, 0 failed, 0 skipped): most are polyphonic");
    CantusRun helped =
        create(ZeroOutputTest::polyphonic, "--ignore_polyphonic_notes", "--eval_ratio=0");
    assertThat(helped.exitCode()).as(helped.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void shortTunesAreWhatMinBarsIsFor() throws IOException {
    assertNothing(create(tune -> tune, "--min_bars=9"), "melodies-too-short", "--min_bars");
  }

  @Test
  void drumsAreWhatNofilterDrumsIsFor() throws IOException {
    UnaryOperator<NoteSequence.Builder> drums =
        tune -> {
          tune.getNotesBuilderList().forEach(note -> note.setIsDrum(true));
          return tune;
        };
    assertNothing(create(drums), "no-melodic-notes", "--nofilter_drums");
    assertThat(create(drums, "--nofilter_drums", "--eval_ratio=0").exitCode())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void allOnTheOtherSideIsSaid() throws IOException {
    assertNothing(create(tune -> tune, "--eval_ratio=0.9999"), "all went to the other side");
    CantusRun run = create(tune -> tune, "--eval_ratio=0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("There are no eval examples");
  }
}
