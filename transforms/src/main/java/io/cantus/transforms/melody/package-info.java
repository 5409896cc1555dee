/**
 * Single-voice lines on a grid of steps: the melody itself, its extraction from a quantized
 * sequence, and the models' ideas of range and key.
 */
package io.cantus.transforms.melody;
