package io.cantus.generation;

/**
 * What an {@link EventRnn} is made of.
 *
 * @param projections for each layer what brings its input to its size before that is added to its
 *     output; null where nothing does
 * @param attention null for none
 * @param residual whether each layer's input is added to its output
 */
record RnnLayers(
    LinearLayer[] projections,
    LstmCell[] cells,
    Attention attention,
    boolean residual,
    LinearLayer output) {

  int count() {
    return cells.length;
  }
}
