package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.rejection;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores in zip archives, well made and not. */
final class CompressedScoreTest {
  private static final String SCORE = score(note("C4", 1));
  private static final String OTHER = score(note("E4", 1));
  private static final int DIRECTORY_ENTRY = 0x02014b50;

  /** Names and contents by turns. */
  private static byte[] zip(String... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < files.length; i += 2) {
        zip.putNextEntry(new ZipEntry(files[i]));
        zip.write(files[i + 1].getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String container(String... rootfiles) {
    return "<?xml version='1.0' encoding='UTF-8'?><container><rootfiles>"
        + String.join("", rootfiles)
        + "</rootfiles></container>";
  }

  private static String rootfile(String path) {
    return "<rootfile full-path='" + path + "'/>";
  }

  private static byte[] mxl(String container, String... files) {
    String[] all = new String[files.length + 2];
    all[0] = "META-INF/container.xml";
    all[1] = container;
    System.arraycopy(files, 0, all, 2, files.length);
    return zip(all);
  }

  private static int pitch(byte[] mxl) {
    return sequence(mxl).getNotes(0).getPitch();
  }

  @Test
  void readsTheFileThatTheContainerNames() {
    String container =
        container(
            "<rootfile full-path='a.pdf' media-type='application/pdf'/>",
            "<rootfile full-path='dir/b.xml' media-type='application/vnd.recordare.musicxml+xml'/>");

    assertThat(pitch(mxl(container, "c.xml", OTHER, "dir/b.xml", SCORE, "a.pdf", "%PDF")))
        .isEqualTo(60);
    assertThat(pitch(mxl(container(rootfile("Für.xml")), "Für.xml", SCORE, "x.xml", OTHER)))
        .isEqualTo(60);
  }

  @Test
  void readsTheFirstOfSeveral() {
    assertThat(
            pitch(
                mxl(
                    container(rootfile("b.xml"), rootfile("a.xml")),
                    "a.xml",
                    OTHER,
                    "b.xml",
                    SCORE)))
        .isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<container><rootfiles><rootfile full-path='I'll.xml'/></rootfiles></container>",
        "<container><rootfiles><rootfile full-path='elsewhere.xml'/></rootfiles></container>",
        "<container><rootfiles/></container>",
        "<container>",
        "PK"
      })
  void readsTheOnlyScoreWhereTheContainerNamesNone(String container) {
    assertThat(pitch(mxl(container, "I'll.xml", SCORE, "cover.png", "", "META-INF/x.xml", "")))
        .isEqualTo(60);
    assertThat(rejection(mxl(container, "I'll.xml", SCORE, "b.musicxml", SCORE)).toString())
        .isEqualTo(
            "no-score-in-archive: META-INF/container.xml names no file of the archive,"
                + " and 2 of its files could be the score");
  }

  @Test
  void readsTheOnlyScoreWhereThereIsNoContainer() {
    assertThat(pitch(zip("a.musicxml", SCORE, "__MACOSX/._a.musicxml", ""))).isEqualTo(60);
    assertThat(rejection(zip("a.txt", SCORE)).reason()).isEqualTo("no-score-in-archive");
  }

  @Test
  void readsFilesThatAreNotCompressed() throws IOException {
    byte[] content = SCORE.getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("a.xml");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("with a comment");
      zip.putNextEntry(entry);
      zip.write(content);
    }

    assertThat(pitch(bytes.toByteArray())).isEqualTo(60);
  }

  @Test
  void refusesAnArchiveCutOffAnywhere() {
    byte[] mxl = mxl(container(rootfile("a.xml")), "a.xml", SCORE);
    for (int length = 4; length < mxl.length; length++) {
      Rejection rejection = rejection(Arrays.copyOf(mxl, length));
      assertThat(rejection.reason()).isEqualTo("zip-cut-off");
      assertThat(rejection.offset()).hasValue(length);
    }
  }

  @Test
  void refusesDamagedContent() {
    byte[] mxl = zip("a.xml", SCORE);
    int data = 30 + "a.xml".length();
    for (int at = data; at < data + 20; at++) {
      byte[] damaged = mxl.clone();
      damaged[at] ^= 0x10;
      Rejection rejection = rejection(damaged);
      assertThat(rejection.reason()).isEqualTo("zip-damaged");
      assertThat(rejection.offset()).isPresent();
    }
  }

  @Test
  void refusesEncryptedContentAndUnknownMethods() {
    assertThat(rejection(edited(zip("a.xml", SCORE), 8, 1)).reason()).isEqualTo("zip-encrypted");
    assertThat(rejection(edited(zip("a.xml", SCORE), 10, 12)).reason())
        .isEqualTo("zip-method-unknown");
  }

  @Test
  void unpacksNoMoreThanTheLimit() {
    byte[] bomb = zip("a.xml", " ".repeat(1 << 24));
    ConversionLimits limits = new ConversionLimits(1 << 20, 1, 1, 1, 1);

    assertThat(bomb).hasSizeLessThan(1 << 15);
    assertThat(rejection(bomb, limits).toString())
        .isEqualTo("file-too-large: 16777216 bytes unpacked, the limit is 1048576");
    // The directory may lie about the size.
    assertThat(rejection(edited(bomb, 26, 0), limits).reason()).isEqualTo("zip-damaged");
  }

  @Test
  void unpacksOnlyTheScore() {
    byte[] mxl = mxl(container(rootfile("a.xml")), "film.mp4", " ".repeat(1 << 24), "a.xml", SCORE);

    Outcome<byte[]> outcome =
        MusicXmlConverter.convertToRecord(
            Scores.SOURCE, mxl, new ConversionLimits(1 << 20, 1, 1, 1, 1 << 20));

    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
  }

  /** Writes a 16-bit number into the only entry of the archive's directory. */
  private static byte[] edited(byte[] zip, int offset, int number) {
    ByteBuffer buffer = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int entry = 0;
    while (buffer.getInt(entry) != DIRECTORY_ENTRY) {
      entry++;
    }
    buffer.putShort(entry + offset, (short) number);
    return buffer.array();
  }
}
