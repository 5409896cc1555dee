package io.cantus.jobs.validate;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.manifest.Shard;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * The manifests in a folder.
 *
 * @param manifests by name
 * @param faults of what looks like a manifest and is none
 */
record FolderManifests(Map<String, Manifest> manifests, Map<Path, String> faults) {

  static boolean isManifest(String name) {
    return name.equals(Manifest.DATA_SET_FILE) || name.endsWith(Manifest.NOTE_SEQUENCES_ENDING);
  }

  static FolderManifests in(Storage storage, Path folder) {
    Map<String, Manifest> manifests = new TreeMap<>();
    Map<Path, String> faults = new TreeMap<>();
    for (Path path : storage.children(folder)) {
      if (isManifest(path.getName())) {
        try {
          manifests.put(path.getName(), Manifest.read(storage, path));
        } catch (BadInputException e) {
          String prefix = Storage.shown(path) + " ";
          String message = e.getMessage();
          faults.put(
              path, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        }
      }
    }
    return new FolderManifests(manifests, faults);
  }

  /** The files that a manifest lists; none if it is damaged. */
  List<Shard> shards(String manifest) {
    return manifests.containsKey(manifest) ? manifests.get(manifest).shards() : List.of();
  }

  /** What is said of a file. */
  Optional<Expectation> expectation(String file) {
    for (Map.Entry<String, Manifest> entry : manifests.entrySet()) {
      Manifest manifest = entry.getValue();
      for (Shard shard : manifest.shards()) {
        if (shard.name().equals(file)) {
          String config = manifest.configuration().getOrDefault(Manifest.CONFIG, "");
          return Optional.of(new Expectation(entry.getKey(), manifest.kind(), config, shard));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a file is in no manifest but would be read with the files of one: by the name of their
   * shards, or because a data set's folder is read as a whole.
   */
  boolean isStranger(String file) {
    if (expectation(file).isPresent()) {
      return false;
    }
    Set<String> families = new HashSet<>();
    List<Shard> all = new ArrayList<>();
    manifests.values().forEach(manifest -> all.addAll(manifest.shards()));
    all.forEach(shard -> families.add(family(shard.name())));
    return manifests.containsKey(Manifest.DATA_SET_FILE) || families.contains(family(file));
  }

  /** A name without what tells one shard from another. */
  private static String family(String name) {
    return name.replaceFirst("-[0-9]{5}-of-[0-9]{5}$", "");
  }
}
