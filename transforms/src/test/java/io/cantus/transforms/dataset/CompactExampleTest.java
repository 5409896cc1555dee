package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.Feature;
import io.cantus.proto.FeatureList;
import io.cantus.proto.FeatureLists;
import io.cantus.proto.Features;
import io.cantus.proto.Int64List;
import io.cantus.proto.SequenceExample;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactExampleTest {
  private static final MelodyConfig LOOKBACK = MelodyConfig.named("lookback_rnn");
  private static final MelodyConfig MONO = MelodyConfig.named("mono_rnn");

  private static int[] randomEvents(int steps, MelodyConfig config, long seed) {
    Random random = new Random(seed);
    return random
        .ints(steps, -2, config.maxNote() - config.minNote())
        .map(event -> event < 0 ? event : event + config.minNote())
        .toArray();
  }

  private static byte[] compact(MelodyConfig config, int... events) {
    return SequenceExampleWriter.write(CompactExample.of(events, 4, config));
  }

  private static Feature int64s(long... numbers) {
    Int64List.Builder list = Int64List.newBuilder();
    for (long number : numbers) {
      list.addValue(number);
    }
    return Feature.newBuilder().setInt64List(list).build();
  }

  private static SequenceExample example(Feature melody, Feature events) {
    return SequenceExample.newBuilder()
        .setContext(Features.newBuilder().putFeature("melody", melody).putFeature("events", events))
        .build();
  }

  @Test
  void writesAMessageByteForByte() {
    assertThat(compact(LOOKBACK, 60, -2, -1, 83))
        .asHexString()
        .isEqualToIgnoringCase(
            "0a28"
                + "0a12"
                + "0a066d656c6f6479"
                + "12081a06"
                + "0a0430540400"
                + "0a12"
                + "0a066576656e7473"
                + "12081a06"
                + "0a043e000155");
  }

  @Test
  void aForeignReaderFindsEventsAndRangeInTheContext() throws InvalidProtocolBufferException {
    assertThat(SequenceExample.parseFrom(compact(LOOKBACK, 60, -2, -1, 83)))
        .isEqualTo(example(int64s(48, 84, 4, 0), int64s(62, 0, 1, 85)));
    // Pitches 126 and 127 take two bytes; without a key there are three numbers.
    assertThat(SequenceExample.parseFrom(compact(MONO, 0, 127, 126, 125)))
        .isEqualTo(example(int64s(0, 128, 4), int64s(2, 129, 128, 127)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn"})
  void inputsAndLabelsAreThoseOfTheDenseExampleBitForBit(String name) {
    MelodyConfig config = MelodyConfig.named(name);
    EventEncoding encoding = config.encoding();
    for (int steps : new int[] {2, 17, 33, 112, 512}) {
      int[] events = randomEvents(steps, config, steps);
      float[] inputs = new float[(steps - 1) * encoding.inputSize()];
      int[] labels = new int[steps - 1];
      encoding.encodeAll(events, steps, inputs, labels);
      byte[] dense = SequenceExampleWriter.write(steps - 1, encoding.inputSize(), inputs, labels);

      TrainingExample fromCompact = SequenceExampleReader.read(compact(config, events), config);
      TrainingExample fromDense = SequenceExampleReader.read(dense, config);

      assertThat(fromCompact.steps()).isEqualTo(fromDense.steps());
      assertThat(fromCompact.inputSize()).isEqualTo(fromDense.inputSize());
      assertThat(fromCompact.inputs()).containsExactly(fromDense.inputs());
      assertThat(fromCompact.labels()).containsExactly(fromDense.labels());
    }
  }

  @Test
  void servesEveryConfigOfItsRangeAndKeyAndNoOther() {
    byte[] middle = compact(LOOKBACK, randomEvents(64, LOOKBACK, 1));
    byte[] all = compact(MONO, randomEvents(64, LOOKBACK, 1));

    for (String name : new String[] {"basic_rnn", "lookback_rnn", "attention_rnn"}) {
      MelodyConfig config = MelodyConfig.named(name);
      assertThat(SequenceExampleReader.read(middle, config).inputSize())
          .isEqualTo(config.encoding().inputSize());
      assertThatThrownBy(() -> SequenceExampleReader.read(all, config))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "a compact example of pitches 0 to 127 left in their key, but %s has 48 to 83 moved into key 0; name a config like the one that the data set was made with"
                  .formatted(name));
    }
    assertThat(SequenceExampleReader.read(all, MONO).inputSize()).isEqualTo(130);
    assertThatThrownBy(() -> SequenceExampleReader.read(middle, MONO))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void anotherGridThanTheConfigsIsRefused() {
    byte[] fine = SequenceExampleWriter.write(CompactExample.of(new int[] {60, 62}, 8, LOOKBACK));

    assertThat(SequenceExampleReader.read(fine, LOOKBACK.withStepsPerQuarter(8)).steps())
        .isEqualTo(1);
    assertThatThrownBy(() -> SequenceExampleReader.read(fine, LOOKBACK))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "a compact example of 8 steps to a quarter note, where 4 are expected; dataset.json, which tells them, must lie beside the examples");
  }

  @Test
  void isReadWhateverTheOrderAndPacking() {
    String melody = "0a066d656c6f6479" + "120a1a08" + "0830" + "0854" + "0804" + "0800";
    String events = "0a066576656e7473" + "12071a05" + "0a0100" + "083e";
    String entries = entry(events) + entry(melody) + "2a00";
    byte[] message = HexFormat.of().parseHex(entry(entries));

    assertThat(SequenceExampleReader.readCompact(message))
        .hasValueSatisfying(
            example -> {
              assertThat(example.events()).containsExactly(-2, 60);
              assertThat(example.stepsPerQuarter()).isEqualTo(4);
            });
  }

  private static String entry(String hex) {
    return "0a%02x".formatted(hex.length() / 2) + hex;
  }

  @Test
  void aMelodyOfOneEventOrNoneHasNoSteps() {
    assertThat(SequenceExampleReader.read(compact(LOOKBACK, 60), LOOKBACK).steps()).isZero();
    assertThat(SequenceExampleReader.read(compact(LOOKBACK), LOOKBACK).steps()).isZero();
  }

  @Test
  void inputsAndLabelsComeFirstWhereAMessageHasBoth() {
    FeatureList one = FeatureList.newBuilder().addFeature(Feature.getDefaultInstance()).build();
    byte[] both =
        example(int64s(48, 84, 4, 0), int64s(62)).toBuilder()
            .setFeatureLists(FeatureLists.newBuilder().putFeatureList("inputs", one))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> SequenceExampleReader.readCompact(both))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no feature list 'labels'");
    assertThat(
            SequenceExampleReader.readCompact(
                SequenceExampleWriter.write(1, 1, new float[] {1}, new int[] {1})))
        .isEmpty();
    assertThatThrownBy(() -> SequenceExampleReader.read(compact(LOOKBACK, 60, 62)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no feature list 'inputs'");
  }

  @Test
  void saysWhatIsWrong() {
    assertRefused(example(int64s(48, 84), int64s(62)), "a melody of 2 numbers");
    assertRefused(example(int64s(48, 84, 4, 0), int64s(0, 49)), "pitch 47 at step 1 of a melody");
    assertRefused(example(int64s(48, 84, 4, 0), int64s(86)), "pitch 84 at step 0 of a melody");
    assertRefused(example(int64s(48, 84, 4, 0), int64s(-2)), "-2 in 'events'");
    assertRefused(example(int64s(48, 84, 4, 1L << 33), int64s(2)), "8589934592 in 'melody'");
  }

  private static void assertRefused(SequenceExample example, String why) {
    byte[] bytes = example.toByteArray();
    assertThatThrownBy(() -> SequenceExampleReader.read(bytes, LOOKBACK))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("not a SequenceExample of inputs and labels: ")
        .hasMessageContaining(why);
  }

  @Test
  void cutsAndDamageAreReadAsSomethingOrRefused() {
    byte[] bytes = compact(LOOKBACK, randomEvents(40, LOOKBACK, 3));
    IntStream.range(0, bytes.length)
        .forEach(
            length ->
                assertThatThrownBy(
                        () -> SequenceExampleReader.read(Arrays.copyOf(bytes, length), LOOKBACK))
                    .isInstanceOf(BadInputException.class));
    Random random = new Random(7);
    int refused = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        SequenceExampleReader.read(damaged, LOOKBACK);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(8_000, 19_000);
  }
}
