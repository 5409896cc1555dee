package io.cantus.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.SequenceExampleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands write is read by TensorFlow's own input format for Hadoop. */
final class ForeignReaderTest {

  @TempDir private Path folder;

  @Test
  void readsNoteSequencesAndExamples() throws IOException, InterruptedException {
    Path songs = Files.createDirectory(folder.resolve("songs"));
    for (int i = 0; i < 5; i++) {
      Files.write(songs.resolve(i + ".mid"), Tunes.midi(8 + i, 60));
    }
    CantusRun convert =
        CantusRun.of(
            "convert",
            "--input_dir=" + songs,
            "--output_file=" + folder + "/ns.tfrecord@2",
            "--master=local[2]");
    assertThat(convert.exitCode()).as(convert.err()).isEqualTo(ExitCode.DONE);
    List<byte[]> sequences = TensorFlowInput.records(folder, "ns.tfrecord-*");
    assertThat(sequences).hasSize(5);
    assertThat(NoteSequence.parseFrom(sequences.get(4)).getNotesCount()).isEqualTo(48);

    CantusRun dataset =
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + folder + "/ns.tfrecord@2",
            "--output_dir=" + folder + "/examples",
            "--eval_ratio=0",
            "--master=local[2]");
    assertThat(dataset.exitCode()).as(dataset.err()).isEqualTo(ExitCode.DONE);
    List<byte[]> examples = TensorFlowInput.records(folder, "examples/training_melodies.tfrecord");
    assertThat(Arrays.asList(8, 9, 10, 11, 12))
        .containsExactlyInAnyOrderElementsOf(
            examples.stream()
                .map(example -> (SequenceExampleReader.read(example).steps() + 4) / 16)
                .toList());
    assertThat(TensorFlowInput.records(folder, "examples/eval_melodies.tfrecord")).isEmpty();
  }
}
