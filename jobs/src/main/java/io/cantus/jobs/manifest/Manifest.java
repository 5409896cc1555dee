package io.cantus.jobs.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.cli.Version;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Tally;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.statistics.Statistics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a job made, from what and how: kept as JSON beside its output, the same bytes for the same
 * work whenever and wherever it is done.
 *
 * @param configuration the options in force that bear on the output, by name, in order of
 *     importance; of a data set {@link #CONFIG} is one
 * @param shards the files of the output, in order
 * @param counts outcomes of the inputs: files of a conversion, NoteSequences of a data set
 * @param reasons how many inputs made nothing, by reason
 * @param rejects name, in the manifest's folder, of the file that lists those; empty if there are
 *     none
 */
public record Manifest(
    Kind kind,
    Versions versions,
    Map<String, String> configuration,
    Inputs inputs,
    List<Shard> shards,
    Tally counts,
    SortedMap<String, Long> reasons,
    Statistics statistics,
    Optional<String> rejects) {
  /** The name of a data set's manifest in its folder. */
  public static final String DATA_SET_FILE = "dataset.json";

  /** How the manifest of NoteSequences ends, after the name of their file without .tfrecord. */
  public static final String NOTE_SEQUENCES_ENDING = ".manifest.json";

  /** The key of the model's config in a data set's configuration. */
  public static final String CONFIG = "config";

  /** What an output holds. */
  public enum Kind {
    NOTE_SEQUENCES("note-sequences", "cantus note sequences 1"),
    DATA_SET("data-set", "cantus melody data set 1");

    private final String key;
    private final String inventoryTitle;

    Kind(String key, String inventoryTitle) {
      this.key = key;
      this.inventoryTitle = inventoryTitle;
    }

    /** The kind as manifests name it. */
    public String key() {
      return key;
    }
  }

  /**
   * What the bytes of an output may depend on beside its inputs and configuration: Spark moves them
   * but makes none, Java's zlib makes those of gzipped files.
   */
  public record Versions(String cantus, String java) {

    /** Those of this process. */
    public static Versions current() {
      return new Versions(Version.current(), Runtime.version().toString());
    }
  }

  /**
   * What a job read.
   *
   * @param names the inputs as the user named them
   * @param files how many files they are
   * @param bytes their size
   * @param sha256 of their inventory, in hex: equal for equal inputs
   */
  public record Inputs(List<String> names, long files, long bytes, String sha256) {
    public Inputs {
      names = List.copyOf(names);
    }
  }

  public Manifest {
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    shards = List.copyOf(shards);
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    if (kind == Kind.DATA_SET && !configuration.containsKey(CONFIG)) {
      throw new IllegalArgumentException("a data set without a config: " + configuration);
    }
  }

  /**
   * The output's identity: SHA-256, in hex, of its inventory. It follows from the model's config,
   * if there is one, and the names and bytes of the shards alone, so that equal outputs have equal
   * ids however they were made.
   */
  public String id() {
    StringBuilder inventory = new StringBuilder(kind.inventoryTitle).append('\n');
    if (kind == Kind.DATA_SET) {
      inventory.append(CONFIG).append(' ').append(configuration.get(CONFIG)).append('\n');
    }
    for (Shard shard : shards) {
      inventory.append(
          "%s %d %d %s\n".formatted(shard.name(), shard.records(), shard.bytes(), shard.sha256()));
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] text = inventory.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Records in all shards. */
  public long records() {
    return shards.stream().mapToLong(Shard::records).sum();
  }

  /** Writes the manifest as JSON and closes {@code out}. */
  public void write(OutputStream out) throws IOException {
    ManifestJson.write(this, out);
  }

  /**
   * Reads a manifest; keys that are not known are passed over.
   *
   * @throws BadInputException if there is none, or it is not one that this Cantus understands
   */
  public static Manifest read(Storage storage, Path path) {
    return ManifestJson.read(storage.readInput(path.toString(), "manifest"), Storage.shown(path));
  }

  /**
   * The manifest of the NoteSequences in a file, if it lies beside the file and lists it.
   *
   * @throws BadInputException if what lies there is none
   */
  public static Optional<Manifest> ofNoteSequences(Storage storage, Path file) {
    String name = file.getName().replaceFirst("-[0-9]{5}-of-[0-9]{5}$", "");
    String base = name.replaceFirst("\\.tfrecords?$", "");
    Path path = new Path(file.getParent(), base + NOTE_SEQUENCES_ENDING);
    return storage.exists(path)
        ? Optional.of(read(storage, path))
            .filter(
                manifest ->
                    manifest.shards().stream()
                        .anyMatch(shard -> shard.name().equals(file.getName())))
        : Optional.empty();
  }

  /**
   * The id of the data set that a file of examples belongs to; empty if no manifest lies beside it,
   * or in it if it is a folder. Only the id is looked at.
   *
   * @throws BadInputException if what lies there is none
   */
  public static Optional<String> idBeside(Storage storage, String examples) {
    Path manifest = beside(storage, examples);
    return readBeside(storage, manifest)
        .map(
            json -> {
              JsonNode id = json.path(ManifestJson.ID);
              if (!id.isTextual()) {
                throw new BadInputException(
                    "%s is not a data set's manifest: it has no id"
                        .formatted(Storage.shown(manifest)));
              }
              return id.textValue();
            });
  }

  /**
   * The value of an option with which the data set was made that a file of examples belongs to;
   * empty if no manifest lies beside it, or the manifest does not say.
   *
   * @throws BadInputException if what lies there is none
   */
  public static Optional<String> settingBeside(Storage storage, String examples, String name) {
    return readBeside(storage, beside(storage, examples))
        .map(json -> json.path(ManifestJson.CONFIGURATION).path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static Path beside(Storage storage, String examples) {
    Path path = storage.path(examples);
    FileStatus status = storage.status(path);
    boolean isFolder = status != null && status.isDirectory();
    return new Path(isFolder ? path : path.getParent(), DATA_SET_FILE);
  }

  private static Optional<JsonNode> readBeside(Storage storage, Path manifest) {
    if (!storage.exists(manifest)) {
      return Optional.empty();
    }
    byte[] json = storage.readInput(manifest.toString(), "data set");
    try {
      return Optional.of(new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new BadInputException(
          "%s is not a data set's manifest: %s"
              .formatted(Storage.shown(manifest), Storage.reason(e)),
          e);
    }
  }
}
