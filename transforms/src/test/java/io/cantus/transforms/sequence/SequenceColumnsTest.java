package io.cantus.transforms.sequence;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-made reader against protobuf's. */
class SequenceColumnsTest {
  /** The fields that are read; damage in others may go unnoticed. */
  private static final Set<Integer> NEEDED = Set.of(1, 2, 3, 5, 7, 8, 9, 15);

  private static void assertSame(SequenceColumns actual, SequenceColumns expected) {
    assertThat(actual.id).isEqualTo(expected.id);
    assertThat(actual.filename).isEqualTo(expected.filename);
    assertThat(actual.totalTime).isEqualTo(expected.totalTime);
    assertThat(actual.quantized).isEqualTo(expected.quantized);
    int notes = expected.notes;
    assertThat(actual.notes).isEqualTo(notes);
    assertThat(Arrays.copyOf(actual.pitch, notes)).isEqualTo(expected.pitch);
    assertThat(Arrays.copyOf(actual.velocity, notes)).isEqualTo(expected.velocity);
    assertThat(Arrays.copyOf(actual.start, notes)).isEqualTo(expected.start);
    assertThat(Arrays.copyOf(actual.end, notes)).isEqualTo(expected.end);
    assertThat(Arrays.copyOf(actual.instrument, notes)).isEqualTo(expected.instrument);
    assertThat(Arrays.copyOf(actual.program, notes)).isEqualTo(expected.program);
    assertThat(Arrays.copyOf(actual.drum, notes)).isEqualTo(expected.drum);
    int meters = expected.meters;
    assertThat(actual.meters).isEqualTo(meters);
    assertThat(Arrays.copyOf(actual.meterTime, meters)).isEqualTo(expected.meterTime);
    assertThat(Arrays.copyOf(actual.numerator, meters)).isEqualTo(expected.numerator);
    assertThat(Arrays.copyOf(actual.denominator, meters)).isEqualTo(expected.denominator);
    assertThat(actual.tempos).isEqualTo(expected.tempos);
    assertThat(Arrays.copyOf(actual.tempoTime, actual.tempos)).isEqualTo(expected.tempoTime);
    assertThat(Arrays.copyOf(actual.qpm, actual.tempos)).isEqualTo(expected.qpm);
  }

  private static Optional<NoteSequence> protobuf(byte[] record) {
    try {
      return Optional.of(NoteSequence.parseFrom(record));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<SequenceColumns> columns(byte[] record) {
    try {
      return Optional.of(SequenceColumns.parse(record));
    } catch (BadInputException e) {
      assertThat(e).hasMessageStartingWith("not a NoteSequence: ").hasMessageContaining("at byte ");
      return Optional.empty();
    }
  }

  /** A sequence with something in every field, with more notes than its bytes lead to expect. */
  private static NoteSequence song() {
    NoteSequence.Builder song =
        sequence().meter(0, 3, 4).meter(1, 4, 4).tempo(0, 100).tempo(-0.0, 90).build().toBuilder();
    song.setId("/id/midi/a/b").setFilename("d\u00e9j\u00e0.mid").setCollectionName("\u97f3");
    for (int i = 0; i < 20; i++) {
      song.addNotes(Note.newBuilder().setPitch(i));
      song.addNotesBuilder()
          .setPitch(-i)
          .setVelocity(i)
          .setStartTime(i % 3 == 0 ? -0.0 : i)
          .setEndTime(i + 1)
          .setInstrument(1 << i)
          .setProgram(i)
          .setIsDrum(i % 2 == 0)
          .setNumerator(3)
          .setPart(4)
          .setQuantizedStartStep(-1);
    }
    song.addControlChangesBuilder().setControlNumber(64).setControlValue(127).setTime(1);
    song.addTextAnnotationsBuilder().setText("Am").setTime(2);
    song.getSourceInfoBuilder().setParserValue(77);
    song.getQuantizationInfoBuilder().setStepsPerQuarter(0);
    song.setTotalTime(21).setTicksPerQuarter(220).setReferenceNumber(-1);
    return song.build();
  }

  @Test
  void readsWhatProtobufReads() {
    assertSame(SequenceColumns.parse(song().toByteArray()), SequenceColumns.of(song()));
    assertSame(
        SequenceColumns.parse(new byte[0]), SequenceColumns.of(NoteSequence.getDefaultInstance()));
  }

  @Test
  void mergesAndOverridesAsProtobufDoes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, "first");
    out.writeString(1, "last");
    out.writeDouble(9, 1);
    out.writeDouble(9, 2);
    // Fields in wire types that are not theirs are unknown ones.
    out.writeInt32(2, 5);
    out.writeFloat(9, 3);
    out.writeInt32(8, 60);
    // Two quantization infos are one, and the second takes nothing back.
    out.writeByteArray(15, new byte[] {16, 9});
    out.writeByteArray(15, new byte[0]);
    // A note: pitch twice, velocity in ten bytes, a drum by any number, a group that is unknown.
    ByteArrayOutputStream note = new ByteArrayOutputStream();
    CodedOutputStream noteOut = CodedOutputStream.newInstance(note);
    noteOut.writeInt32(1, 60);
    noteOut.writeInt32(1, 61);
    noteOut.writeInt64(2, -5_000_000_000L);
    noteOut.writeInt64(9, 1L << 40);
    UnknownFieldSet group =
        UnknownFieldSet.newBuilder()
            .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .addField(
                2,
                UnknownFieldSet.Field.newBuilder()
                    .addGroup(UnknownFieldSet.getDefaultInstance())
                    .addLengthDelimited(ByteString.copyFromUtf8("x"))
                    .build())
            .build();
    UnknownFieldSet.newBuilder()
        .addField(99, UnknownFieldSet.Field.newBuilder().addGroup(group).build())
        .build()
        .writeTo(noteOut);
    noteOut.writeInt32(8, 7);
    noteOut.flush();
    out.writeByteArray(8, note.toByteArray());
    out.writeByteArray(8, new byte[0]);
    out.flush();
    byte[] record = bytes.toByteArray();

    SequenceColumns read = SequenceColumns.parse(record);

    assertSame(read, SequenceColumns.of(NoteSequence.parseFrom(record)));
    assertThat(read.id()).isEqualTo("last");
    assertThat(read.totalTime()).isEqualTo(2);
    assertThat(read.quantized).isTrue();
    assertThat(read.noteCount()).isEqualTo(2);
    assertThat(read.pitch[0]).isEqualTo(61);
    assertThat(read.program[0]).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Cut off in a tag, a number, a length, a double; field 0; wire types 6 and 7.
        "80",
        "08",
        "0a05",
        "4900000000",
        "00",
        "4e",
        "4f",
        // A group that does not end, that ends as another, an end without a group.
        "4b",
        "4b54",
        "4c",
        // A number of eleven bytes; an id and a collection name that are no UTF-8.
        "30ffffffffffffffffffffff01",
        "0a01ff",
        "1a02c328",
        // A note that is longer than its sequence; one that is cut off within.
        "4205083c",
        "42020a05"
      })
  void refusesWhatProtobufRefuses(String hex) {
    byte[] record = HexFormat.of().parseHex(hex);

    assertThat(protobuf(record)).isEmpty();
    assertThatThrownBy(() -> SequenceColumns.parse(record))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("not a NoteSequence: ");
  }

  @Test
  void refusesGroupsWithoutEndOneInAnother() {
    for (int depth : new int[] {100, 101}) {
      byte[] record = new byte[2 * depth];
      Arrays.fill(record, 0, depth, (byte) (14 << 3 | 3));
      Arrays.fill(record, depth, 2 * depth, (byte) (14 << 3 | 4));

      assertThat(columns(record).isPresent()).isEqualTo(protobuf(record).isPresent());
    }
  }

  @Test
  void damageIsReadAsProtobufReadsIt() {
    byte[] whole = song().toByteArray();
    Random random = new Random(11);
    int refused = 0;
    int read = 0;
    for (int trial = 0; trial < 60_000; trial++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - (trial % 10 == 0 ? trial % 97 : 0));
      for (int hits = 1 + trial % 3; hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      if (assertReadAsProtobufReadsIt(damaged)) {
        read++;
      } else {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(read).isGreaterThan(10_000);
  }

  private static boolean assertReadAsProtobufReadsIt(byte[] record) {
    Optional<SequenceColumns> columns = columns(record);
    Optional<NoteSequence> sequence = protobuf(record);
    if (columns.isEmpty()) {
      assertThat(sequence).isEmpty();
      return false;
    }
    if (sequence.isPresent()) {
      assertSame(columns.get(), SequenceColumns.of(sequence.get()));
      return true;
    }
    // The damage lies in what is passed over: protobuf reads the rest to the same.
    NoteSequence rest = protobuf(needed(record)).orElseThrow();
    assertSame(columns.get(), SequenceColumns.of(rest));
    return true;
  }

  /** The record without the fields that are passed over. */
  private static byte[] needed(byte[] record) {
    try {
      UnknownFieldSet.Builder needed = UnknownFieldSet.newBuilder();
      UnknownFieldSet.parseFrom(record)
          .asMap()
          .forEach(
              (field, values) -> {
                if (NEEDED.contains(field)) {
                  needed.addField(field, values);
                }
              });
      return needed.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lakh", "freedoom", "groove", "jazzsoft", "note-seq", "odd", "openewld"})
  @EnabledIf(SharedCorpora.PRESENT)
  void readsTheCorporaAsProtobufDoes(String corpus) throws IOException {
    Path path = SharedCorpora.golden(corpus + "/notesequences.tfrecord.gz");
    try (TfRecordReader reader =
        new TfRecordReader(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))),
            path.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        assertSame(
            SequenceColumns.parse(record), SequenceColumns.of(NoteSequence.parseFrom(record)));
      }
    }
  }
}
