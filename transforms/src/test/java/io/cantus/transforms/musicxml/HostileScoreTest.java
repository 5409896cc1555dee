package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.convert;
import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.notes;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rejection;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.scoreOfParts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.SmallHeap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that want a machine's memory, time, or files. */
final class HostileScoreTest {

  @Test
  void expandsNoEntities() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 64; i++) {
      bomb.append("<!ENTITY a%s '&a%s;&a%s;'>".formatted(i, i - 1, i - 1));
    }
    bomb.append("]>");

    assertThat(rejection(bomb + score("&a63;")).reason()).isEqualTo("malformed-xml");
    assertThat(rejection(bomb + score(note("C4", 1, "&a1;"))).reason()).isEqualTo("malformed-xml");
  }

  @Test
  void readsNoOtherFiles(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    String type =
        "<!DOCTYPE score-partwise [<!ENTITY secret SYSTEM '%s'>]>".formatted(secret.toUri());
    Outcome<byte[]> outcome =
        convert(
            (type
                    + "<score-partwise><work><work-title>&secret;</work-title></work>"
                    + part("P", note("C4", 1))
                    + "</score-partwise>")
                .getBytes(UTF_8));

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void asksNoServer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/partwise.dtd";
      String type =
          "<!DOCTYPE score-partwise SYSTEM '%s' [<!ENTITY %% p SYSTEM '%s'> %%p;]>"
              .formatted(address, address);

      assertThat(notes(type + score(note("C4", 1)))).hasSize(1);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
    }
  }

  @Test
  void goesNoDeeperThanMusicDoes() {
    assertThat(rejection("<score-partwise>" + "<part>".repeat(1_000_000)).reason())
        .isEqualTo("nested-too-deeply");
  }

  @Test
  void dividesAQuarterIntoABillionParts() {
    String divisions = "<attributes><divisions>1000000000</divisions></attributes>";

    assertThat(notes(score(divisions + note("C4", 500_000_000) + note("D4", 500_000_000))))
        .containsExactly("60 0.0-0.25", "62 0.25-0.5");
  }

  /** Each would take minutes, if time grew with the square of the size. */
  static Stream<Arguments> largeScores() {
    String mark = "<sound tempo='60'/><forward><duration>1</duration></forward>";
    String way =
        "<backup><duration>99999</duration></backup>"
            + "<forward><duration>99999</duration></forward>";
    String tied = note("C4", 1, "<tie type='start'/>") + "<backup><duration>1</duration></backup>";
    return Stream.of(
        arguments("ways across many tempo marks", score((mark + way).repeat(60_000))),
        arguments("ties that wait", score(tied.repeat(60_000))),
        arguments(
            "ties that meet",
            score(
                note("C4", 1, "<tie type='start'/>")
                    + note("C4", 1, "<chord/><tie type='start'/>").repeat(60_000)
                    + note("C4", 1, "<tie type='stop'/>")
                    + note("C4", 1, "<chord/><tie type='stop'/>").repeat(60_000))),
        arguments(
            "parts of which one is long",
            scoreOfParts(
                part("P", "").repeat(9_000), "<part>" + "<measure/>".repeat(500_000) + "</part>")),
        arguments(
            "a line of plus signs", score("<attributes><time><beats>" + "+".repeat(9_000_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largeScores")
  @Timeout(60)
  void takesTimeInProportionToTheFile(String name, String xml) {
    assertThat(convert(xml.getBytes(UTF_8))).isNotInstanceOf(Outcome.Failed.class);
  }

  @Test
  @Timeout(180)
  void takesNoMoreThan256MegabytesOfHeap() throws Exception {
    assertThat(SmallHeap.run(HostileScore.class))
        .containsExactlyElementsOf(
            HostileScore.ALL.stream()
                .flatMap(
                    score ->
                        Stream.of(
                            score.name() + ": " + score.reason(),
                            score.name() + ", zipped: " + score.reason()))
                .toList());
  }

  /** The JDK's parser writes of such to the error stream, which is the user's. */
  @Test
  void saysNothingOfADocumentThatEndsInItsType() {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(written, true, UTF_8));
      for (String end : List.of("", " ", "<!ENTITY a", "]", "] ", "']'", "<!--", "]\"")) {
        assertThat(rejection("<!DOCTYPE a PUBLIC 'p' \"'>[\" [" + end).reason())
            .isEqualTo("malformed-xml");
      }
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(UTF_8)).isEmpty();
  }

  @Test
  void readsOverADocumentTypeWithDeclarations() {
    String type = "<!-- [ --><!DOCTYPE a PUBLIC 'p' \"'>[\" [<!ELEMENT a ANY> ' ] >";

    assertThat(notes(type + "<?a [?><!-- > -->" + score(note("C4", 1)))).hasSize(1);
  }

  @Test
  void textsMayBeLongButNotEndless() {
    String words = "<direction><direction-type><words>%s</words></direction-type></direction>";
    String text = "a".repeat((1 << 20) - 200);

    assertThat(notes(score(words.formatted(text), words.formatted(text), note("C4", 1))))
        .hasSize(1);
    assertThat(rejection(score(words.formatted(text + text))).reason())
        .isEqualTo("markup-too-long");
  }

  @Test
  void refusesMorePartsThanAnyScoreHas() {
    assertThat(rejection("<score-partwise>" + "<part/>".repeat(10_001)).reason())
        .isEqualTo("too-many-parts");
  }
}
