package io.cantus.generation.benchmark;

import io.cantus.generation.DrawSource;
import io.cantus.generation.EventNetwork;
import io.cantus.generation.EventRnn;
import io.cantus.generation.GeneratedMelody;
import io.cantus.generation.GenerationOptions;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.Primer;
import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.training.network.NativeThreads;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Melodies of 128 steps on one thread, from networks of 2x128 units with made-up weights. */
@State(Scope.Thread)
public class GenerationBenchmark {
  static final int MELODIES = 64;
  static final int STEPS = 128;

  /** Sides of the matrices of {@link #matrixProduct}. */
  static final int SIDE = 512;

  private static final int UNITS = 128;
  private static final int ATTENTION = 40;

  private MelodyGenerator lookback;
  private MelodyGenerator attention;
  private EventNetwork network;
  private float[][] inputs;
  private float[][] logits;
  private INDArray a;
  private INDArray b;
  private INDArray product;

  /** Events that a melody has besides its primer. */
  static int eventsMade() {
    return STEPS - generator("lookback_rnn", AttentionPlace.NONE).primerSteps();
  }

  /** Floating-point operations of one step of the lookback network but for its inputs. */
  static double flop() {
    int classes = MelodyConfig.named("lookback_rnn").encoding().numClasses();
    return 2.0 * (3 * UNITS * 4 * UNITS + UNITS * classes);
  }

  @Setup
  public void prepare() {
    lookback = generator("lookback_rnn", AttentionPlace.NONE);
    attention = generator("attention_rnn", AttentionPlace.FIRST_LAYER);
    MelodyConfig config = MelodyConfig.named("lookback_rnn");
    network = network(config, AttentionPlace.NONE);
    inputs = new float[MELODIES][network.inputSize()];
    logits = new float[MELODIES][network.classes()];
    for (int i = 0; i < MELODIES; i++) {
      config.encoding().encode(new int[] {60 + i % 12}, 0, inputs[i], 0);
    }
    NativeThreads.useOne();
    a = Nd4j.rand(SIDE, SIDE);
    b = Nd4j.rand(SIDE, SIDE);
    product = Nd4j.create(new int[] {SIDE, SIDE}, 'f');
  }

  private static MelodyGenerator generator(String name, AttentionPlace place) {
    MelodyConfig config = MelodyConfig.named(name);
    return new MelodyGenerator(
        config,
        network(config, place),
        Primer.middleC(0),
        new GenerationOptions(STEPS, 1, 1, 1, 1));
  }

  private static EventNetwork network(MelodyConfig config, AttentionPlace place) {
    EventEncoding encoding = config.encoding();
    NetworkShape shape =
        new NetworkShape(
            encoding.inputSize(), List.of(UNITS, UNITS), encoding.numClasses(), place, false);
    Random random = new Random(1);
    Map<String, Tensor> tensors = new TreeMap<>();
    shape
        .variables()
        .forEach(
            (variable, sizes) -> {
              int[] dimensions = sizes.stream().mapToInt(Integer::intValue).toArray();
              float[] values = new float[IntStream.of(dimensions).reduce(1, (x, y) -> x * y)];
              for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() - 0.5f) / 4;
              }
              tensors.put(variable, new Tensor(dimensions, values));
            });
    return EventRnn.of(
        ModelWeights.of(tensors),
        encoding.inputSize(),
        encoding.numClasses(),
        ATTENTION,
        "benchmark");
  }

  /** From the primer to the bytes of MIDI files. */
  @Benchmark
  public List<GeneratedMelody> lookback() {
    return melodies(lookback);
  }

  /** The same with attention over 40 steps. */
  @Benchmark
  public List<GeneratedMelody> attention() {
    return melodies(attention);
  }

  private static List<GeneratedMelody> melodies(MelodyGenerator generator) {
    return generator.generate(
        IntStream.range(0, MELODIES).mapToObj(i -> DrawSource.seeded(1, i)).toList());
  }

  /** The steps of the network alone. */
  @Benchmark
  public float[][] lookbackNetwork() {
    EventNetwork.State state = network.start(MELODIES);
    for (int step = 0; step < STEPS; step++) {
      state.step(inputs, logits);
    }
    return logits;
  }

  /** The floor: what the core's native library of matrix products can do. */
  @Benchmark
  public INDArray matrixProduct() {
    return a.mmuli(b, product);
  }
}
