package io.cantus.training.network;

import java.util.Arrays;

/** An array for each step of a batch, used again for the next batch. */
final class StepArrays {
  private float[][] arrays = new float[0][];

  /** Makes room for {@code columns} numbers for each row of each step; contents may be lost. */
  void reserve(PackedSteps steps, int columns) {
    int known = arrays.length;
    if (known < steps.steps()) {
      arrays = Arrays.copyOf(arrays, steps.steps());
    }
    for (int step = 0; step < steps.steps(); step++) {
      int size = steps.rows(step) * columns;
      if (step >= known || arrays[step].length < size) {
        arrays[step] = new float[size];
      }
    }
  }

  /** [rows, columns] of a step. */
  float[] at(int step) {
    return arrays[step];
  }
}
