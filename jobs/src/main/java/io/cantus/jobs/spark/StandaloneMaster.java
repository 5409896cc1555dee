package io.cantus.jobs.spark;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Masters of Spark's own cluster manager, {@code spark://HOST:PORT}, of which there may be several
 * with commas between. Spark itself tries for a minute and then ends in a stack trace.
 */
final class StandaloneMaster {
  /** What is known of somebody who listens where the master should. */
  static final String STRANGER = "it answers, but not as a master of this version of Spark does";

  /** How a master begins the names of its applications. */
  private static final String APPLICATION = "app-";

  private static final String SCHEME = "spark://";
  private static final int PATIENCE_MILLIS = 5000;

  private StandaloneMaster() {}

  static boolean isUrl(String master) {
    return master.startsWith(SCHEME);
  }

  /**
   * Makes sure that somebody listens there.
   *
   * @throws BadInputException if nobody does at any of the addresses
   * @throws UsageException if one is no host and port
   */
  static void requireListening(String url) {
    List<String> reasons = new ArrayList<>();
    for (String address : url.substring(SCHEME.length()).split(",", -1)) {
      Optional<String> reason = unreachable(parse(url, SCHEME + address));
      if (reason.isEmpty()) {
        return;
      }
      reasons.add(reason.get());
    }
    throw refused(url, String.join(", ", reasons), null);
  }

  /**
   * Hands a context back, which has waited until the master took it on or Spark gave up.
   *
   * @throws BadInputException if Spark gave up
   */
  static JavaSparkContext registered(String url, JavaSparkContext context) {
    if (!context.sc().applicationId().startsWith(APPLICATION)) {
      context.close();
      throw refused(url, STRANGER, null);
    }
    return context;
  }

  /** A master that cannot be worked with, and what to do. */
  static BadInputException refused(String url, String reason, Throwable cause) {
    return new BadInputException(
        "the Spark master %s does not take the job: %s; start it, name one that runs, or give"
                .formatted(url, reason)
            + " --master=local[*]",
        cause);
  }

  private static URI parse(String url, String one) {
    try {
      URI uri = new URI(one);
      if (uri.getHost() != null && uri.getPort() >= 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, as for what is well-formed and no address.
    }
    throw new UsageException(
        "'%s' is no Spark master; give one such as --master=spark://host:7077".formatted(url));
  }

  /** Why nobody answers there; empty if somebody does. */
  private static Optional<String> unreachable(URI master) {
    InetSocketAddress address = new InetSocketAddress(master.getHost(), master.getPort());
    if (address.isUnresolved()) {
      return Optional.of("unknown host " + master.getHost());
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
