package io.cantus.training.spark;

import io.cantus.training.network.EventRnnNetwork;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network on its way from the driver to the workers.
 *
 * @param configuration DL4J's configuration as JSON
 * @param iteration steps that the optimizer has made
 * @param parameters all parameters in DL4J's order
 * @param updaterState the optimizer's state in DL4J's order
 */
record NetworkState(String configuration, int iteration, float[] parameters, float[] updaterState)
    implements Serializable {

  static NetworkState of(MultiLayerNetwork network) {
    return of(network, network.getLayerWiseConfigurations().toJson());
  }

  /** What has become of a network that was in this state. */
  NetworkState after(MultiLayerNetwork network) {
    return of(network, configuration);
  }

  private static NetworkState of(MultiLayerNetwork network, String configuration) {
    return new NetworkState(
        configuration,
        network.getIterationCount(),
        network.params().toFloatVector(),
        network.getUpdater().getStateViewArray().toFloatVector());
  }

  /** Whether all weights and the optimizer's state are numbers that training can go on with. */
  boolean isFinite() {
    return isFinite(parameters) && isFinite(updaterState);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** L2 norm of the parameters. */
  double norm() {
    return distance(new NetworkState(configuration, 0, new float[parameters.length], updaterState));
  }

  /** L2 norm of the difference of the parameters. */
  double distance(NetworkState other) {
    double sum = 0;
    for (int i = 0; i < parameters.length; i++) {
      double difference = (double) parameters[i] - other.parameters[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** A network of its own in this state, to be closed. */
  EventRnnNetwork instantiate() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init(Nd4j.createFromArray(parameters), false);
    restore(network);
    return EventRnnNetwork.of(network);
  }

  /** Puts a network of the same configuration into this state. */
  void restore(MultiLayerNetwork network) {
    network.params().assign(Nd4j.createFromArray(parameters));
    network.getUpdater().getStateViewArray().assign(Nd4j.createFromArray(updaterState));
    network.getLayerWiseConfigurations().setIterationCount(iteration);
  }
}
