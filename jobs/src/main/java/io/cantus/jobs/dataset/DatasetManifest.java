package io.cantus.jobs.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.cli.Version;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Tally;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a data set is, kept as {@code dataset.json} beside it. Its id follows from the model's
 * config and the bytes of the examples alone, so that equal data sets have equal ids wherever and
 * whenever they were made.
 *
 * @param inputs what was read, as the user named it
 * @param files the files of examples
 * @param tally outcomes of the NoteSequences
 */
public record DatasetManifest(
    MelodyConfig config,
    EvalSplit split,
    String inputs,
    List<Shard> files,
    Tally tally,
    Map<String, Long> counters) {
  /** The manifest's name in the data set's folder. */
  public static final String FILE_NAME = "dataset.json";

  private static final String ID = "id";

  /** A file of the data set. */
  public record Shard(String name, long records, long bytes, String sha256) {}

  /** The data set's identity: SHA-256, in hex, of its inventory. */
  public String id() {
    StringBuilder inventory = new StringBuilder("cantus melody data set 1\n");
    inventory.append("config ").append(config.name()).append('\n');
    for (Shard file : files) {
      inventory.append(
          "%s %d %d %s\n".formatted(file.name(), file.records(), file.bytes(), file.sha256()));
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] text = inventory.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes the manifest as JSON. */
  void write(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField(ID, id());
      json.writeStringField("config", config.name());
      json.writeNumberField("input_size", config.encoding().inputSize());
      json.writeNumberField("num_classes", config.encoding().numClasses());
      json.writeNumberField("eval_ratio", split.evalRatio());
      json.writeNumberField("seed", split.seed());
      json.writeStringField("input", inputs);
      json.writeArrayFieldStart("files");
      for (Shard file : files) {
        json.writeStartObject();
        json.writeStringField("name", file.name());
        json.writeNumberField("records", file.records());
        json.writeNumberField("bytes", file.bytes());
        json.writeStringField("sha256", file.sha256());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("note_sequences");
      json.writeNumberField("read", tally.inputs());
      json.writeNumberField("produced", tally.produced());
      json.writeNumberField("rejected", tally.rejected());
      json.writeNumberField("failed", tally.failed());
      json.writeNumberField("skipped", tally.skipped());
      json.writeEndObject();
      json.writeObjectFieldStart("statistics");
      for (Map.Entry<String, Long> counter : counters.entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
      json.writeStringField("cantus", Version.current());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /**
   * The id of the data set that a file of examples belongs to; empty if no manifest lies beside it,
   * or in it if it is a folder.
   *
   * @throws BadInputException if what lies there is none
   */
  public static Optional<String> idBeside(Storage storage, String examples) {
    Path path = storage.path(examples);
    FileStatus status = storage.status(path);
    boolean isFolder = status != null && status.isDirectory();
    Path manifest = new Path(isFolder ? path : path.getParent(), FILE_NAME);
    if (!storage.exists(manifest)) {
      return Optional.empty();
    }
    byte[] json = storage.readInput(manifest.toString(), "data set");
    try {
      return Optional.of(new ObjectMapper().readTree(json).path(ID).asText());
    } catch (JsonProcessingException e) {
      throw notOne(manifest, e);
    } catch (IOException e) {
      throw notOne(manifest, e);
    }
  }

  private static BadInputException notOne(Path manifest, IOException e) {
    return new BadInputException(
        "%s is not a data set's manifest: %s".formatted(Storage.shown(manifest), Storage.reason(e)),
        e);
  }
}
