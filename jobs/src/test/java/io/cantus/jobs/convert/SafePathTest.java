package io.cantus.jobs.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SafePathTest {
  private static String of(String collection, String name) {
    return SafePath.of(new SourceFile(collection, name));
  }

  @Test
  void ordinaryNamesStayAsTheyAre() {
    assertThat(of("songs", "sub/caf\u00e9 #1, [x].mid"))
        .isEqualTo("songs/sub/caf\u00e9 #1, [x].mid");
  }

  @Test
  void whatMightMeanSomethingIsWrittenByItsCode() {
    assertThat(of("..", "../.a/b:c\\d%.mid")).isEqualTo("%2E./%2E./%2Ea/b%3Ac%5Cd%25.mid");
    assertThat(of("", "a\n\u202e\uD800.mid")).isEqualTo("%/a%0A%u00202E%u00D800.mid");
    assertThat(of("a.mid", "b.mid")).isEqualTo("a.mid%/b.mid");
  }

  @Test
  void longPathsAreShortEnoughForAnyFileSystem() {
    String wide = "\uD83C\uDFB5";
    for (String path :
        List.of(
            of("x", "a".repeat(4000)),
            of("x", wide.repeat(2000)),
            of("\n".repeat(4000), "a.mid"),
            of("x", "a/".repeat(2000) + "a.mid"),
            of("x", (wide.repeat(40) + "/").repeat(50) + wide.repeat(60)))) {
      assertThat(path.getBytes(UTF_8)).hasSizeLessThan(2500);
      assertThat(path.split("/"))
          .allSatisfy(part -> assertThat(part.getBytes(UTF_8)).hasSizeBetween(1, 255));
    }
  }

  @Test
  void differentPathsStayDifferent() {
    String deep = "a/".repeat(1000);
    List<String> paths =
        List.of(
            of("", "a/b.mid"),
            of("a", "b.mid"),
            of("%", "a/b.mid"),
            of("x", "a.mid/b.mid"),
            of("x", "a.mid%/b.mid"),
            of("x", "a".repeat(300) + "1.mid"),
            of("x", "a".repeat(300) + "2.mid"),
            of("x", deep + "1.mid"),
            of("x", deep + "2.mid"),
            of("x", deep + "a/1.mid"),
            of("y", deep + "1.mid"));
    assertThat(paths).doesNotHaveDuplicates();
  }
}
