package io.cantus.training;

/** Which part of a network looks back at what it gave out before. */
public enum AttentionPlace {
  /** No part. */
  NONE,
  /** The first LSTM layer, as in Magenta since May 2017. */
  FIRST_LAYER,
  /** All LSTM layers together, as in Magenta before. */
  WHOLE_STACK
}
