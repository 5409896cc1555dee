package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.BytesList;
import io.cantus.proto.Feature;
import io.cantus.proto.FeatureList;
import io.cantus.proto.FeatureLists;
import io.cantus.proto.Features;
import io.cantus.proto.FloatList;
import io.cantus.proto.Int64List;
import io.cantus.proto.SequenceExample;
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
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-made writer and reader against protobuf's. */
class SequenceExampleTest {
  private static TrainingExample random(int steps, int inputSize, int maxLabel) {
    Random random = new Random(31L * steps + inputSize);
    float[] inputs = new float[steps * inputSize];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat() - 0.5f;
    }
    return new TrainingExample(
        steps, inputSize, inputs, random.ints(steps, 0, maxLabel + 1).toArray());
  }

  private static SequenceExample proto(TrainingExample example) {
    FeatureList.Builder inputs = FeatureList.newBuilder();
    FeatureList.Builder labels = FeatureList.newBuilder();
    for (int step = 0; step < example.steps(); step++) {
      FloatList.Builder values = FloatList.newBuilder();
      for (int i = 0; i < example.inputSize(); i++) {
        values.addValue(example.inputs()[step * example.inputSize() + i]);
      }
      inputs.addFeature(Feature.newBuilder().setFloatList(values));
      labels.addFeature(
          Feature.newBuilder()
              .setInt64List(Int64List.newBuilder().addValue(example.labels()[step])));
    }
    return SequenceExample.newBuilder()
        .setFeatureLists(
            FeatureLists.newBuilder()
                .putFeatureList("inputs", inputs.build())
                .putFeatureList("labels", labels.build()))
        .build();
  }

  private static void assertSame(TrainingExample actual, TrainingExample expected) {
    assertThat(actual.steps()).isEqualTo(expected.steps());
    assertThat(actual.inputSize()).isEqualTo(expected.inputSize());
    assertThat(actual.inputs()).containsExactly(expected.inputs());
    assertThat(actual.labels()).containsExactly(expected.labels());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "1, 31, 1",
    "2, 32, 127",
    "127, 121, 39",
    "511, 130, 129",
    "3, 2, 2147483646"
  })
  void protobufReadsWhatIsWritten(int steps, int inputSize, int maxLabel)
      throws InvalidProtocolBufferException {
    TrainingExample example = random(steps, inputSize, maxLabel);
    byte[] bytes = SequenceExampleWriter.write(example);

    assertThat(SequenceExample.parseFrom(bytes)).isEqualTo(proto(example));
    assertThat(bytes).hasSize(proto(example).getSerializedSize());
    assertSame(SequenceExampleReader.read(bytes), example);
  }

  @Test
  void writesAMessageByteForByte() {
    byte[] bytes = SequenceExampleWriter.write(2, 1, new float[] {1f, -1f}, new int[] {5, 300});

    assertThat(bytes)
        .asHexString()
        .isEqualToIgnoringCase(
            "123b"
                + "0a1e0a06696e70757473"
                + "1214"
                + "0a0812060a040000803f"
                + "0a0812060a04000080bf"
                + "0a190a066c6162656c73"
                + "120f"
                + "0a051a030a0105"
                + "0a061a040a02ac02");
  }

  @Test
  void writesOnlyTheStepsAskedForOfLongerArrays() {
    byte[] bytes =
        SequenceExampleWriter.write(1, 2, new float[] {1f, 2f, 3f, 4f}, new int[] {5, 6, 7});

    assertSame(
        SequenceExampleReader.read(bytes),
        new TrainingExample(1, 2, new float[] {1f, 2f}, new int[] {5}));
  }

  @Test
  void refusesToWriteANegativeClass() {
    assertThatThrownBy(() -> SequenceExampleWriter.write(1, 1, new float[1], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsKeysInAnyOrderAndPassesOverWhatItDoesNotKnow() throws IOException {
    TrainingExample example = random(3, 4, 9);
    SequenceExample message = proto(example);
    FeatureList bytesList =
        FeatureList.newBuilder()
            .addFeature(
                Feature.newBuilder()
                    .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFromUtf8("x"))))
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeFixed64(9, 1);
    out.writeFixed32(10, 1);
    out.writeInt64(11, -1);
    out.writeMessage(
        1, Features.newBuilder().putFeature("id", Feature.getDefaultInstance()).build());
    for (String key : new String[] {"other", "labels", "inputs"}) {
      FeatureList list = message.getFeatureLists().getFeatureListOrDefault(key, bytesList);
      out.writeMessage(2, FeatureLists.newBuilder().putFeatureList(key, list).build());
    }
    out.flush();

    assertSame(SequenceExampleReader.read(bytes.toByteArray()), example);
  }

  @Test
  void readsListsThatAreNotPacked() {
    // Two steps: the floats 1 and -1 in one each, then the labels 5 and 300.
    String inputs = "0a06696e70757473" + "1212" + "0a0712050d0000803f" + "0a0712050d000080bf";
    String labels = "0a066c6162656c73" + "120d" + "0a041a020805" + "0a051a0308ac02";
    byte[] bytes = HexFormat.of().parseHex("1237" + "0a1c" + inputs + "0a17" + labels);

    assertSame(
        SequenceExampleReader.read(bytes),
        new TrainingExample(2, 1, new float[] {1f, -1f}, new int[] {5, 300}));
  }

  @Test
  void everyCutIsAnErrorThatSaysSo() {
    byte[] bytes = SequenceExampleWriter.write(random(3, 4, 9));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SequenceExampleReader.read(cut))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("not a SequenceExample of inputs and labels: ")
          .hasMessageContaining("at byte ");
    }
  }

  @Test
  void damageIsReadAsSomethingOrRefusedButNeverBreaksTheReader() {
    byte[] bytes = SequenceExampleWriter.write(random(5, 3, 200));
    Random random = new Random(7);
    int refused = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] damaged = bytes.clone();
      for (int hits = 1 + trial % 3; hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        SequenceExampleReader.read(damaged);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 19_000);
  }

  @Test
  void saysWhatIsWrongWithAMessageOfAnotherShape() {
    TrainingExample example = random(2, 3, 9);
    FeatureLists lists = proto(example).getFeatureLists();
    FeatureList inputs = lists.getFeatureListOrThrow("inputs");
    FeatureList labels = lists.getFeatureListOrThrow("labels");
    Feature wide =
        Feature.newBuilder()
            .setFloatList(FloatList.newBuilder().addValue(1).addValue(2).addValue(3).addValue(4))
            .build();
    Feature two =
        Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(1).addValue(2)).build();
    Feature negative =
        Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(-1)).build();

    assertRefused(lists.toBuilder().removeFeatureList("inputs"), "no feature list 'inputs'");
    assertRefused(lists.toBuilder().removeFeatureList("labels"), "no feature list 'labels'");
    assertRefused(
        lists.toBuilder().putFeatureList("labels", labels.toBuilder().removeFeature(1).build()),
        "inputs of 2 steps but labels of 1");
    assertRefused(
        lists.toBuilder().putFeatureList("inputs", inputs.toBuilder().setFeature(1, wide).build()),
        "step 1 has 4 inputs, the first one 3");
    assertRefused(
        lists.toBuilder().putFeatureList("labels", labels.toBuilder().setFeature(1, two).build()),
        "a step has 2 labels");
    assertRefused(
        lists.toBuilder()
            .putFeatureList("labels", labels.toBuilder().setFeature(0, negative).build()),
        "-1 is no class");
    assertRefused(
        lists.toBuilder()
            .putFeatureList(
                "labels", labels.toBuilder().setFeature(0, Feature.getDefaultInstance()).build()),
        "a step has 0 labels");
  }

  private static void assertRefused(FeatureLists.Builder lists, String why) {
    byte[] bytes = SequenceExample.newBuilder().setFeatureLists(lists).build().toByteArray();
    assertThatThrownBy(() -> SequenceExampleReader.read(bytes))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn"})
  @EnabledIf(SharedCorpora.PRESENT)
  void readsWhatTheReferenceWrote(String config) throws IOException {
    Path path = SharedCorpora.golden("lakh/" + config + ".sample.tfrecord.gz");
    int records = 0;
    try (TfRecordReader reader =
        new TfRecordReader(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))),
            path.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        TrainingExample example = SequenceExampleReader.read(record);
        assertThat(proto(example)).isEqualTo(SequenceExample.parseFrom(record));
        records++;
      }
    }
    assertThat(records).isEqualTo(20);
  }
}
