package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs of the reference with a stand-in network and listed random numbers. */
@EnabledIf(SharedCorpora.PRESENT)
class GenerationGoldenTest {
  private static final String FOLDER = "generation/";

  static Stream<Arguments> cases() {
    return nodes(SharedCorpora.goldenJson(FOLDER + "cases.json").get("cases"))
        .map(golden -> Arguments.of(golden.get("name").asText(), golden));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isTheReferencesRun(String name, JsonNode golden) {
    JsonNode inputs = golden.get("inputs");
    JsonNode expected = golden.get("expected");
    JsonNode draws = golden.get("draws");
    MelodyConfig config = MelodyConfig.named(inputs.get("config").asText());
    AtomicInteger drawn = new AtomicInteger();

    MelodyGenerator generator =
        new MelodyGenerator(
            config, network(golden, config.encoding()), primer(inputs), options(inputs));
    GeneratedMelody generated =
        generator.generate(() -> draws.get(drawn.getAndIncrement()).asDouble());

    GenerationTiming timing = generator.timing();
    assertThat(timing.qpm()).isEqualTo(expected.get("qpm").asDouble());
    assertThat(timing.secondsPerStep()).isEqualTo(expected.get("seconds_per_step").asDouble());
    assertThat(timing.generateStart()).isEqualTo(expected.get("generate_start").asDouble());
    assertThat(timing.generateEnd()).isEqualTo(expected.get("generate_end").asDouble());
    assertThat(timing.startStep()).isEqualTo(expected.get("start_step").asInt());
    assertThat(timing.endStep()).isEqualTo(expected.get("end_step").asInt());

    Melody primer = generator.primer();
    assertThat(primer.startStep()).isEqualTo(expected.get("melody_start_step").asInt());
    assertThat(primer.events()).containsExactly(ints(expected.get("primer_events")));
    assertThat(generator.squashed().amount()).isEqualTo(expected.get("squash_amount").asInt());
    assertThat(generator.squashed().melody().events())
        .containsExactly(ints(expected.get("model_primer")));
    assertThat(generator.search().firstSteps()).isEqualTo(expected.get("first_steps").asInt());
    assertThat(generator.search().iterations()).isEqualTo(expected.get("iterations").asInt());

    assertThat(generated.modelMelody().events())
        .containsExactly(ints(expected.get("model_events")))
        .hasSize(expected.get("target_length").asInt());
    assertThat(generated.melody().events()).containsExactly(ints(expected.get("events")));
    assertThat((double) generated.logLikelihood())
        .isCloseTo(expected.get("log_likelihood").asDouble(), within(0.001));
    assertThat(drawn).as("draws used").hasValue(draws.size());
    assertThat(generated.sequence().getNotesList())
        .containsExactlyElementsOf(
            nodes(expected.get("notes")).map(GenerationGoldenTest::note).toList());
    assertThat(generated.sequence().getTotalTime())
        .isEqualTo(expected.get("total_time").asDouble());
    assertThat(generated.midi())
        .isEqualTo(SharedCorpora.golden(FOLDER + expected.get("midi_file").asText()));
  }

  @Test
  void theStandInNetworkHashesAsTheReferencesDoes() {
    JsonNode examples = SharedCorpora.goldenJson(FOLDER + "cases.json").get("hash_examples");
    assertThat(examples).hasSize(6);
    for (JsonNode example : examples) {
      EventEncoding encoding = MelodyConfig.named(example.get("config").asText()).encoding();
      int position = example.get("position").asInt();
      float[] input = new float[encoding.inputSize()];
      encoding.encode(ints(example.get("events")), position, input, 0);
      long hash = StandInNetwork.hash(input, position);
      assertThat(hash).as(example.toString()).isEqualTo(example.get("h").asLong());
      for (int k = 0; k < 4; k++) {
        assertThat(StandInNetwork.heavyClass(hash, k, encoding.numClasses()))
            .isEqualTo(example.get("heavy_classes").get(k).asInt());
      }
    }
  }

  private static EventNetwork network(JsonNode golden, EventEncoding encoding) {
    assertThat(encoding.numClasses()).isEqualTo(golden.get("network").get("classes").asInt());
    return golden.get("network").get("weights").asText().equals("uniform")
        ? StandInNetwork.uniform(encoding.inputSize(), encoding.numClasses())
        : StandInNetwork.hash(encoding.inputSize(), encoding.numClasses());
  }

  private static Primer primer(JsonNode inputs) {
    double qpm = inputs.get("qpm").asDouble();
    if (inputs.has("primer_midi")) {
      String file = inputs.get("primer_midi").asText();
      return Primer.midi(SharedCorpora.golden(FOLDER + file), file, qpm);
    }
    return Primer.melody(inputs.get("primer_melody").toString(), qpm);
  }

  private static GenerationOptions options(JsonNode inputs) {
    return new GenerationOptions(
        inputs.get("num_steps").asInt(),
        inputs.get("temperature").asDouble(),
        inputs.get("beam_size").asInt(),
        inputs.get("branch_factor").asInt(),
        inputs.get("steps_per_iteration").asInt());
  }

  private static Note note(JsonNode note) {
    return Note.newBuilder()
        .setPitch(note.get(0).asInt())
        .setVelocity(100)
        .setStartTime(note.get(1).asDouble())
        .setEndTime(note.get(2).asDouble())
        .build();
  }

  private static int[] ints(JsonNode list) {
    return nodes(list).mapToInt(JsonNode::asInt).toArray();
  }

  private static Stream<JsonNode> nodes(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
