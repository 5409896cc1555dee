package io.cantus.generation.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.generation.checkpoint.ByteCursor.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RawSnappyTest {
  @Test
  void readsLiteralsAndEveryKindOfCopy() throws MalformedException {
    // "abcd", 4 from 4 back, 6 from 2 back (overlapping), 3 from 1 back.
    assertThat(text("11" + "0c61626364" + "0104" + "160200" + "0b01000000"))
        .isEqualTo("abcdabcdcdcdcdddd");
  }

  @Test
  void readsTheLongFormOfALiteral() throws MalformedException {
    String digits = "0123456789".repeat(10);
    String hex = HexFormat.of().formatHex(digits.getBytes(StandardCharsets.US_ASCII));
    assertThat(text("64" + "f063" + hex)).isEqualTo(digits);
    assertThat(text("64" + "f46300" + hex)).isEqualTo(digits);
    assertThat(text("64" + "fc63000000" + hex)).isEqualTo(digits);
  }

  @Test
  void refusesDamage() {
    assertDamage("05" + "0c61626364", "compressed data ends after 4 of 5 bytes");
    assertDamage("03" + "0c61626364", "compressed data is longer than it says");
    assertDamage("08" + "0c61626364" + "0105", "compressed data refers to bytes before its start");
    assertDamage("08" + "0c61626364" + "0100", "compressed data refers to bytes before its start");
    assertDamage(
        "08" + "0c61626364" + "0fffffffff", "compressed data refers to bytes before its start");
    assertDamage("08" + "fcffffffff", "compressed data is longer than it says");
    assertDamage("08" + "1c6162", "a length of 8 bytes where 2 are left");
    assertDamage("08" + "fc6162", "it ends too early");
    assertDamage("ffffffff07" + "0061", "7 compressed bytes cannot hold 2147483647");
  }

  private static void assertDamage(String hex, String what) {
    assertThatThrownBy(() -> text(hex), hex)
        .isInstanceOf(MalformedException.class)
        .hasMessage(what);
  }

  private static String text(String hex) throws MalformedException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return new String(RawSnappy.decompress(bytes, 0, bytes.length), StandardCharsets.US_ASCII);
  }
}
