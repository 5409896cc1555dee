package io.cantus.training.network;

import org.nd4j.linalg.factory.Nd4j;

/** Sets how many threads the native library of ND4J takes. */
public final class NativeThreads {
  static {
    OpenBlasKernel.choose();
  }

  private NativeThreads() {}

  /**
   * One thread for all that ND4J computes in this process: Spark runs a task on every core already,
   * and sums come out the same on every machine.
   */
  public static void useOne() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }
}
