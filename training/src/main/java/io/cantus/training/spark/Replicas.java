package io.cantus.training.spark;

import io.cantus.training.network.EventRnnNetwork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * The workers' networks in this JVM, kept from one round to the next: to give back and get again
 * the memory that they compute in, hundreds of megabytes, would cost a tenth of a round. Only those
 * of the latest run are kept. Thread-safe.
 */
final class Replicas {
  private static final Deque<EventRnnNetwork> IDLE = new ArrayDeque<>();
  private static UUID latestRun;

  private Replicas() {}

  /** A network in this state that nobody else uses. */
  static EventRnnNetwork take(UUID run, NetworkState state) {
    EventRnnNetwork replica = takeIdle(run);
    if (replica == null) {
      return state.instantiate();
    }
    state.restore(replica.network());
    return replica;
  }

  private static synchronized EventRnnNetwork takeIdle(UUID run) {
    if (!run.equals(latestRun)) {
      closeAll();
      latestRun = run;
    }
    return IDLE.poll();
  }

  /** Takes back a network that is not used any more. */
  static synchronized void giveBack(UUID run, EventRnnNetwork replica) {
    if (run.equals(latestRun)) {
      IDLE.add(replica);
    } else {
      replica.close();
    }
  }

  /** Lets go of all networks of a run that is over. */
  static synchronized void release(UUID run) {
    if (run.equals(latestRun)) {
      closeAll();
      latestRun = null;
    }
  }

  private static void closeAll() {
    IDLE.forEach(EventRnnNetwork::close);
    IDLE.clear();
  }
}
