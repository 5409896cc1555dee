package io.cantus.transforms.dataset;

/**
 * One melody as a network is trained on it.
 *
 * @param steps predictions to make
 * @param inputSize numbers in a step's input vector
 * @param inputs {@code steps * inputSize} numbers, step after step
 * @param labels the right class of each step
 */
public record TrainingExample(int steps, int inputSize, float[] inputs, int[] labels) {}
