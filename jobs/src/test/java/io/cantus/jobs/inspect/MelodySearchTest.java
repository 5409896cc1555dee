package io.cantus.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.SharedCorpora;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.inspect.MelodySearch.Kept;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of each instrument adds up to what the pipeline makes. */
final class MelodySearchTest {
  private static final MelodyConfig CONFIG = MelodyConfig.named("basic_rnn");

  @Test
  void theMelodiesOfATuneAreItsExamples() {
    assertThat(examples(Tunes.sequence("", 8, 60))).isEqualTo(1);
    assertThat(examples(Tunes.sequence("", 100, 60))).isEqualTo(1);
    assertThat(examples(Tunes.sequence("", 3, 60))).isZero();
  }

  @ParameterizedTest
  @EnabledIf(SharedCorpora.PRESENT)
  @ValueSource(strings = {"lakh", "freedoom"})
  void theMelodiesOfRealFilesAreTheirExamples(String corpus) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SharedCorpora.corpus(corpus))) {
      files = all.filter(path -> path.toString().endsWith(".mid")).sorted().toList();
    }
    int examples = 0;
    for (int i = 0; i < files.size(); i += 5) {
      if (MidiConverter.convert(new SourceFile("", ""), Files.readAllBytes(files.get(i)))
          instanceof Outcome.Produced<NoteSequence> produced) {
        examples += examples(produced.values().get(0));
      }
    }
    assertThat(examples).isPositive();
  }

  private static int examples(NoteSequence sequence) {
    MelodySearch search = MelodySearch.in(sequence, CONFIG);
    List<byte[]> examples =
        search.outcome() instanceof Outcome.Produced<byte[]> made ? made.values() : List.of();
    assertThat(search.kept().stream().map(MelodySearchTest::labels).toList())
        .as(sequence.getFilename())
        .isEqualTo(
            examples.stream()
                .map(example -> IntStream.of(SequenceExampleReader.read(example).labels()))
                .map(labels -> labels.boxed().toList())
                .toList());
    return examples.size();
  }

  private static List<Integer> labels(Kept kept) {
    int[] events = kept.melody().events();
    return IntStream.range(1, events.length)
        .mapToObj(step -> CONFIG.encoding().label(events, step))
        .toList();
  }
}
