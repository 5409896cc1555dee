package io.cantus.training.spark;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures the gradients of every step after backpropagation, before they are clipped. */
final class GradientNorms extends BaseTrainingListener {
  private SortedMap<String, Double> latest = new TreeMap<>();

  @Override
  public void onGradientCalculation(Model model) {
    latest = new TreeMap<>();
    for (Map.Entry<String, INDArray> gradient : model.gradient().gradientForVariable().entrySet()) {
      // DL4J puts the number of its layer before the name, and there is but one.
      String name = gradient.getKey().replaceFirst("^0_", "");
      latest.put(name, gradient.getValue().norm2Number().doubleValue());
    }
  }

  /** L2 norm of each parameter's gradient in the last step. */
  SortedMap<String, Double> latest() {
    return latest;
  }
}
