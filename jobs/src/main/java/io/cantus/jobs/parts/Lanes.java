package io.cantus.jobs.parts;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** All outputs of a job. */
final class Lanes {
  /** What the names of joined outputs begin with. */
  static final String WHOLE = "whole-";

  private final Storage storage;
  private final PartsFolder folder;
  private final Map<Channel, List<Path>> outputs;
  private final Map<String, List<Lane>> lanes = new LinkedHashMap<>();

  /** The outputs as far as an earlier run has joined them. */
  Lanes(Storage storage, PartsFolder folder, Map<Channel, List<Path>> outputs) {
    this.storage = storage;
    this.folder = folder;
    this.outputs = outputs;
    outputs.forEach(
        (channel, paths) -> {
          List<Lane> ofChannel = new ArrayList<>();
          for (int shard = 0; shard < paths.size(); shard++) {
            ofChannel.add(Lane.at(storage, folder.file(whole(channel, shard))));
          }
          lanes.put(channel.name(), ofChannel);
        });
  }

  /** The name in the hidden folder of what will be an output. */
  static String whole(Channel channel, int shard) {
    return "%s%s-%05d".formatted(WHOLE, channel.name(), shard);
  }

  /** Where a batch's part of a channel goes; empty if it is not joined. */
  Optional<Lane> of(String channel, int batch) {
    List<Lane> ofChannel = lanes.get(channel);
    return ofChannel.isEmpty()
        ? Optional.empty()
        : Optional.of(ofChannel.get(batch % ofChannel.size()));
  }

  /** Cuts off all but the first so many bytes of each lane; all bytes where none are given. */
  void keepOnly(Map<Lane, Long> bytes) throws IOException {
    for (List<Lane> ofChannel : lanes.values()) {
      for (Lane lane : ofChannel) {
        lane.cut(bytes.getOrDefault(lane, 0L));
      }
    }
  }

  /** Puts the next batch's parts in and removes them. */
  void add(Committed<?> batch, BackgroundDigest digest) throws IOException {
    for (Map.Entry<String, Part> entry : batch.parts().entrySet()) {
      Part part = entry.getValue();
      Optional<Lane> lane = of(entry.getKey(), batch.batch());
      if (lane.isPresent()) {
        lane.get().add(part, folder.file(part.file()), digest);
        storage.delete(folder.file(part.file()));
      }
    }
  }

  /** Ends all lanes. */
  Map<Channel, List<Joined>> end(BackgroundDigest digest) throws IOException {
    Map<Channel, List<Joined>> joined = new LinkedHashMap<>();
    for (Map.Entry<Channel, List<Path>> entry : outputs.entrySet()) {
      List<Joined> ofChannel = new ArrayList<>();
      List<Lane> ended = lanes.get(entry.getKey().name());
      for (int shard = 0; shard < ended.size(); shard++) {
        ofChannel.add(ended.get(shard).end(entry.getValue().get(shard), entry.getKey(), digest));
      }
      joined.put(entry.getKey(), ofChannel);
    }
    return joined;
  }
}
