package io.cantus.generation;

import java.util.stream.Stream;

/**
 * Takes steps in a few sequences at once, so that each weight that comes into the cache serves all
 * of them. Holds nothing beyond a step. Not thread-safe.
 */
final class SequenceGroup {
  private final RnnLayers layers;
  private final Attention attention;

  /** What the sequences have left behind, by layer and sequence. */
  private final float[][][] cells;

  private final float[][][] outputs;
  private final float[][] attendedBefore;
  private final float[][] keys;

  /** What is computed, by layer and sequence. */
  private final float[][][] gates;

  private final float[][][] projected;
  private final float[][][] sums;
  private final float[][] mixed;
  private final float[][] asked;
  private final float[][] attended;
  private final Attention.Scratch scratch;

  private final float[][] inputs;
  private final float[][] logits;
  private SequenceMemory[] sequences;
  private int first;
  private int count;

  /**
   * @param size sequences at most
   */
  SequenceGroup(RnnLayers layers, int size) {
    this.layers = layers;
    attention = layers.attention();
    cells = new float[layers.count()][size][];
    outputs = new float[layers.count()][size][];
    attendedBefore = new float[size][];
    keys = new float[size][];
    gates = room(size, 4);
    projected = room(size, 1);
    sums = room(size, 1);
    mixed = new float[size][layers.cells()[0].inputs()];
    int attentionSize = attention == null ? 0 : attention.size();
    asked = new float[size][attentionSize];
    attended = new float[size][attentionSize];
    scratch = attention == null ? null : new Attention.Scratch(attention);
    inputs = new float[size][];
    logits = new float[size][];
  }

  private float[][][] room(int size, int numbersPerUnit) {
    return Stream.of(layers.cells())
        .map(cell -> new float[size][numbersPerUnit * cell.units()])
        .toArray(float[][][]::new);
  }

  /** Chooses the sequences that take the next steps. */
  void take(SequenceMemory[] all, int from, int number) {
    sequences = all;
    first = from;
    count = number;
    for (int v = 0; v < count; v++) {
      for (int layer = 0; layer < layers.count(); layer++) {
        cells[layer][v] = memory(v).cells()[layer].cells();
        outputs[layer][v] = memory(v).cells()[layer].outputs();
      }
      if (attention != null) {
        attendedBefore[v] = memory(v).attention().attended();
      }
    }
  }

  private SequenceMemory memory(int v) {
    return sequences[first + v];
  }

  /** Takes a step; {@code allInputs} and {@code allLogits} are those of all sequences. */
  void step(float[][] allInputs, float[][] allLogits) {
    System.arraycopy(allInputs, first, inputs, 0, count);
    System.arraycopy(allLogits, first, logits, 0, count);
    float[][] below = inputs;
    for (int layer = 0; layer < layers.count(); layer++) {
      below = layer(layer, below);
    }
    layers.output().start(logits, count);
    layers.output().add(below, count, 0, logits);
  }

  private float[][] layer(int layer, float[][] input) {
    float[][] x = input;
    if (layers.projections()[layer] != null) {
      x = projected[layer];
      layers.projections()[layer].start(x, count);
      addInput(layers.projections()[layer], input, x);
    }
    float[][] seen = attention != null && layer == 0 ? mix(x) : x;
    LstmCell cell = layers.cells()[layer];
    float[][] z = gates[layer];
    cell.gates().start(z, count);
    addInput(cell.gates(), seen, z);
    cell.gates().add(outputs[layer], count, cell.inputs(), z);
    for (int v = 0; v < count; v++) {
      cell.step(z[v], cells[layer][v], outputs[layer][v]);
    }
    float[][] result =
        attention != null && layer == attention.attendedLayers() - 1 ? attend() : outputs[layer];
    return layers.residual() ? sum(x, result, sums[layer]) : result;
  }

  /** The network's own inputs are mostly zeros. */
  private void addInput(LinearLayer layer, float[][] x, float[][] to) {
    if (x == inputs) {
      layer.addSparse(x, count, to);
    } else {
      layer.add(x, count, 0, to);
    }
  }

  private float[][] mix(float[][] x) {
    LinearLayer input = attention.input();
    input.start(mixed, count);
    addInput(input, x, mixed);
    input.add(attendedBefore, count, input.outputs(), mixed);
    return mixed;
  }

  private float[][] attend() {
    int last = attention.attendedLayers() - 1;
    attention.query().start(asked, count);
    int row = 0;
    for (int layer = 0; layer <= last; layer++) {
      attention.query().add(cells[layer], count, row, asked);
      row += layers.cells()[layer].units();
      attention.query().add(outputs[layer], count, row, asked);
      row += layers.cells()[layer].units();
    }
    for (int v = 0; v < count; v++) {
      attention.recall(asked[v], memory(v).attention(), scratch);
    }
    attention.output().start(attended, count);
    attention.output().add(outputs[last], count, 0, attended);
    attention.output().add(attendedBefore, count, layers.cells()[last].units(), attended);
    remember();
    return attended;
  }

  private void remember() {
    for (int v = 0; v < count; v++) {
      keys[v] = memory(v).attention().nextKey();
    }
    attention.matrix().start(keys, count);
    attention.matrix().add(attended, count, 0, keys);
    for (int v = 0; v < count; v++) {
      memory(v).attention().remember(attended[v]);
    }
  }

  private float[][] sum(float[][] ones, float[][] others, float[][] to) {
    for (int v = 0; v < count; v++) {
      float[] one = ones[v];
      float[] other = others[v];
      float[] both = to[v];
      for (int i = 0; i < both.length; i++) {
        both[i] = one[i] + other[i];
      }
    }
    return to;
  }
}
