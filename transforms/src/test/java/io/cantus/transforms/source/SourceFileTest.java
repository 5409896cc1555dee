package io.cantus.transforms.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFileTest {

  @ParameterizedTest
  @CsvSource({
    "a.mid, /id/midi/coll/d7e0e2b60e4b6b124e635f12edb60e23f3e87903",
    "sub/b.mid, /id/midi/coll/72d9566bb2f4a56b78ab6051c312efca23ae1996"
  })
  void idIsTheSha1OfTheFilename(String filename, String id) {
    assertThat(new SourceFile("coll", filename).id("midi")).isEqualTo(id);
  }

  @Test
  void idHashesTheFilenameAsUtf8() {
    // sha1sum of the bytes 63 61 66 c3 a9 2e 6d 69 64
    assertThat(new SourceFile("coll", "caf\u00e9.mid").id("midi"))
        .isEqualTo("/id/midi/coll/f89065e56a37e763788374c9a2e3448d1a8a52c7");
  }

  @Test
  void emptyCollectionLeavesAnEmptyPartInTheId() {
    assertThat(new SourceFile("", "a.mid").id("abc"))
        .isEqualTo("/id/abc//d7e0e2b60e4b6b124e635f12edb60e23f3e87903");
  }

  @ParameterizedTest
  @CsvSource({
    "/data/lakh, lakh",
    "lakh, lakh",
    "/data/lakh/, ''",
    "hdfs://host/data/lakh, lakh",
    "/data/lakh., lakh.",
    "., .",
    "'', ''"
  })
  void collectionIsTheLastPartOfTheInputDirectory(String directory, String collection) {
    assertThat(SourceFile.collectionOf(directory)).isEqualTo(collection);
  }
}
