package io.cantus.jobs.parts;

import java.io.Serializable;
import java.util.Map;

/**
 * What was made of a batch, once and for all.
 *
 * @param <R> what the job wants to know about it
 * @param batch its number, from 0
 * @param parts by the names of those channels that it has records for
 */
public record Committed<R extends Serializable>(int batch, Map<String, Part> parts, R report)
    implements Serializable {

  /** Records of a channel. */
  public long records(Channel channel) {
    Part part = parts.get(channel.name());
    return part == null ? 0 : part.records();
  }
}
