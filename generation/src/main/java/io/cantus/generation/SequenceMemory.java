package io.cantus.generation;

import java.util.stream.Stream;

/**
 * What a sequence leaves behind in an {@link EventRnn}.
 *
 * @param cells of each layer
 * @param attention null for none
 */
record SequenceMemory(LstmCell.Memory[] cells, Attention.Memory attention) {

  /** Of a sequence that nothing was fed of yet. */
  SequenceMemory(RnnLayers layers) {
    this(
        Stream.of(layers.cells())
            .map(cell -> new LstmCell.Memory(cell.units()))
            .toArray(LstmCell.Memory[]::new),
        layers.attention() == null ? null : new Attention.Memory(layers.attention()));
  }

  SequenceMemory copy() {
    return new SequenceMemory(
        Stream.of(cells).map(LstmCell.Memory::copy).toArray(LstmCell.Memory[]::new),
        attention == null ? null : attention.copy());
  }
}
