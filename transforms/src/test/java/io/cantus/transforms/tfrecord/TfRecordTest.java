package io.cantus.transforms.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TfRecordTest {
  private static final byte[] ABC =
      HexFormat.of().parseHex("0300000000000000b099490e6162636e57f121");

  @Test
  void theChecksumIsTensorFlowsMaskedCrc32c() {
    byte[] digits = "123456789".getBytes(US_ASCII);

    assertThat(new MaskedCrc32c().of(digits, 0, digits.length)).isEqualTo(0xc78ab0e5);
    assertThat(MaskedCrc32c.mask(0xe3069283)).isEqualTo(0xc78ab0e5);
  }

  @Test
  void aRecordIsFramedAsTensorFlowFramesIt() throws IOException {
    assertThat(framed(List.of("abc".getBytes(US_ASCII)))).isEqualTo(ABC);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 5_000_000})
  void recordsOfAnySizeComeBack(int size) throws IOException {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (i * 31);
    }

    assertThat(read(framed(List.of(data, new byte[] {7})))).containsExactly(data, new byte[] {7});
  }

  @Test
  void writerAndReaderAgreeOnOffsets() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      writer.write("xabcx".getBytes(US_ASCII), 1, 3);
      writer.write(new byte[10]);

      assertThat(writer.records()).isEqualTo(2);
      assertThat(writer.bytes()).isEqualTo(out.size());
    }
    TfRecordReader reader = new TfRecordReader(new ByteArrayInputStream(out.toByteArray()), "x");
    assertThat(reader.next()).asString(US_ASCII).isEqualTo("abc");
    assertThat(reader.offset()).isEqualTo(3L + TfRecordWriter.OVERHEAD);
  }

  @Test
  void aStreamCutOffAnywhereButBetweenRecordsIsAnErrorThatNamesTheRecord() throws IOException {
    byte[] two = framed(List.of("abc".getBytes(US_ASCII), "defgh".getBytes(US_ASCII)));
    for (int length = 0; length < two.length; length++) {
      byte[] cut = Arrays.copyOf(two, length);
      if (length == 0 || length == ABC.length) {
        assertThat(read(cut)).hasSize(length == 0 ? 0 : 1);
      } else {
        TfRecordException thrown = catchThrowableOfType(TfRecordException.class, () -> read(cut));
        assertThat(thrown).as("cut to %d bytes", length).isNotNull();
        assertThat(thrown.offset()).isEqualTo(length < ABC.length ? 0 : ABC.length);
        assertThat(thrown).hasMessageContaining("a.tfrecord").hasMessageContaining("cut off");
      }
    }
  }

  @Test
  void everyChangedBitIsNoticed() throws IOException {
    for (int bit = 0; bit < ABC.length * 8; bit++) {
      byte[] damaged = ABC.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> read(damaged))
          .as("bit %d", bit)
          .isInstanceOf(TfRecordException.class)
          .hasMessageContaining("a.tfrecord")
          .hasMessageContaining("at byte 0");
    }
  }

  @Test
  void aFalseLengthWithTheRightChecksumAsksForNoMemory() {
    byte[] header = new byte[12];
    header[3] = 0x7f;
    int crc = new MaskedCrc32c().of(header, 0, 8);
    for (int i = 0; i < 4; i++) {
      header[8 + i] = (byte) (crc >>> (8 * i));
    }

    assertThatThrownBy(() -> read(header))
        .hasMessage("a.tfrecord: record cut off in its data (0 of 2130706432 bytes) at byte 0");
  }

  private static byte[] framed(List<byte[]> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] data : records) {
        writer.write(data);
      }
    }
    return out.toByteArray();
  }

  private static List<byte[]> read(byte[] bytes) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        new TfRecordReader(new ByteArrayInputStream(bytes), "a.tfrecord")) {
      for (byte[] data = reader.next(); data != null; data = reader.next()) {
        records.add(data);
      }
    }
    return records;
  }
}
