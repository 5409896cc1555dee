package io.cantus.jobs.parts;

import io.cantus.jobs.io.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What an earlier run left in a folder. A batch is finished if its report can be read and each of
 * its parts is there in full, or is in the joined output already: as the joiner goes by the order
 * of batches, that can only be so before the first batch that is not finished.
 */
final class Inheritance {
  private final Storage storage;
  private final PartsFolder folder;
  private final Lanes lanes;
  private final BitSet finished = new BitSet();
  private final Set<String> needed = new HashSet<>();
  private final Map<Lane, Long> joined = new HashMap<>();

  Inheritance(Storage storage, PartsFolder folder, Lanes lanes) {
    this.storage = storage;
    this.folder = folder;
    this.lanes = lanes;
  }

  /** The finished batches. All else is removed, in the joined outputs too. */
  BitSet accept() throws IOException {
    Map<Integer, Path> reports = new TreeMap<>();
    for (Path file : storage.children(Storage.at(folder.location()))) {
      PartsFolder.batchOf(file).ifPresent(batch -> reports.put(batch, file));
    }
    for (int batch : reports.keySet()) {
      Optional<Committed<Serializable>> committed = folder.committed(storage, batch);
      if (committed.isPresent() && isWhole(committed.get())) {
        finished.set(batch);
        needed.add(reports.get(batch).getName());
        committed.get().parts().values().forEach(part -> needed.add(part.file()));
      }
    }
    lanes.keepOnly(joined);
    removeAllElse();
    return finished;
  }

  private boolean isWhole(Committed<?> batch) {
    boolean gapless = finished.nextClearBit(0) == batch.batch();
    Map<Lane, Long> ends = new HashMap<>();
    for (Map.Entry<String, Part> entry : batch.parts().entrySet()) {
      Part part = entry.getValue();
      Optional<Lane> lane = lanes.of(entry.getKey(), batch.batch());
      long end = lane.map(of -> joined.getOrDefault(of, 0L)).orElse(0L) + part.bytes();
      boolean isIn = gapless && lane.isPresent() && end <= lane.get().length();
      if (!isIn && !PartsFolder.isWhole(storage, folder.file(part.file()), part.bytes())) {
        return false;
      }
      lane.ifPresent(of -> ends.put(of, end));
    }
    if (gapless) {
      joined.putAll(ends);
    }
    return true;
  }

  private void removeAllElse() throws IOException {
    for (Path file : storage.children(Storage.at(folder.location()))) {
      String name = file.getName();
      boolean isOurs = name.equals(Ownership.name(folder.run())) || name.startsWith(Lanes.WHOLE);
      if (!isOurs && !needed.contains(name) && !name.startsWith(JoinTask.REPORT)) {
        storage.deleteAll(file);
      }
    }
  }
}
