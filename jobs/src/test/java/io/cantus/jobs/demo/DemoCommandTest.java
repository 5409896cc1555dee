package io.cantus.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\"'\\s<]*");

  private static final Pattern LINK = Pattern.compile("\\s(?:src|href)=\"([^\"]*)\"");

  @TempDir private Path folder;

  private static CantusRun demo(Path into) {
    return CantusRun.of(
        "demo", "--output_dir=" + into, "--num_training_steps=4", "--master=local[2]");
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertContains(String page, String text) {
    assertThat(page.contains(text)).as("the page contains %s", text).isTrue();
  }

  @Test
  void theDemoEndsInOnePageAboutAllOfItAndCanBeRepeated() throws IOException {
    Path out = folder.resolve("my demo");
    CantusRun run = demo(out);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.lastLine())
        .isEqualTo("Open %s in a browser to see and hear them", out.resolve("index.html"));
    assertThat(names(out))
        .containsExactly(
            "generated",
            "index.html",
            "made-by-cantus-demo.txt",
            "midi",
            "notesequences.manifest.json",
            "notesequences.rejects.jsonl",
            "notesequences.tfrecord",
            "run",
            "sequence_examples");
    List<String> generated = names(out.resolve("generated"));
    assertThat(generated).hasSize(7).last().asString().endsWith("_index.tsv");
    List<String> melodies = generated.subList(0, 6);
    assertThat(melodies).allMatch(name -> name.endsWith(".mid"));

    String page = Files.readString(out.resolve("index.html"));
    assertThat(page).doesNotContain("@import", "url(");
    assertThat(LINK.matcher(page).results().map(link -> link.group(1)))
        .allMatch(
            to -> to.startsWith("#") || to.startsWith("data:") || to.startsWith("generated/"));
    assertThat(ADDRESS.matcher(page).results().map(MatchResult::group))
        .allMatch(address -> address.startsWith("http://www.w3.org/"));
    for (String melody : melodies) {
      assertContains(page, "href=\"generated/" + melody + "\"");
    }
    assertContains(page, "lookback_rnn, 4 steps over ");
    List<String> refused = Files.readAllLines(out.resolve("notesequences.rejects.jsonl"));
    for (String line : refused) {
      JsonNode reject = new ObjectMapper().readTree(line);
      assertContains(page, reject.get("source").asText());
      assertContains(page, reject.get("reason").asText());
    }
    assertThat(String.join("\n", refused))
        .contains("damaged-data-byte.mid", "damaged-truncated.mid")
        .hasLineCount(2);

    byte[] bundle = Files.readAllBytes(out.resolve("run").resolve("lookback_rnn.mag"));
    Files.writeString(out.resolve("generated").resolve("old.mid"), "of the earlier demo");
    CantusRun again = demo(out);
    assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(names(out.resolve("generated"))).hasSize(7).doesNotContain("old.mid");
    assertThat(out.resolve("run").resolve("lookback_rnn.mag")).hasBinaryContent(bundle);
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("thesis.txt"), "three years of work");
    CantusRun run = demo(folder);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "cantus: %s holds files that no demo made (thesis.txt); give another --output_dir%n",
            folder);
    assertThat(names(folder)).containsExactly("thesis.txt");
    assertThat(file).hasContent("three years of work");
  }

  @Test
  void noStepsAreAMistake() {
    CantusRun run = CantusRun.of("demo", "--output_dir=" + folder, "--num_training_steps=0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("num_training_steps is 0 and must be at least 1");
  }
}
