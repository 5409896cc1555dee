package io.cantus.training.checkpoint;

import io.cantus.training.network.EventRnnNetwork;
import io.cantus.transforms.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A training run at rest: the network with the state of its optimizer, and how far it has come. As
 * bytes it is DL4J's zip of a model, which DL4J itself can open, with one entry more; the same
 * checkpoint gives the same bytes.
 *
 * @param network in FLOAT
 */
public record Checkpoint(TrainingState state, EventRnnNetwork network) implements AutoCloseable {
  private static final String STATE_ENTRY = "cantus.txt";

  /** The checkpoint as the contents of a file. */
  public byte[] toBytes() {
    try {
      ByteArrayOutputStream model = new ByteArrayOutputStream();
      ModelSerializer.writeModel(network.network(), model, true);
      Map<String, byte[]> entries = new LinkedHashMap<>();
      entries.put(STATE_ENTRY, state.text().getBytes(StandardCharsets.UTF_8));
      entries.putAll(entries(model.toByteArray()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          ZipEntry header = new ZipEntry(entry.getKey());
          // Otherwise the time of writing, so that no two files were alike.
          header.setTime(0);
          zip.putNextEntry(header);
          zip.write(entry.getValue());
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /**
   * Reads a checkpoint back.
   *
   * @param name of the file, for messages
   * @throws BadInputException if the bytes are no checkpoint, or a damaged or newer one
   */
  public static Checkpoint of(byte[] bytes, String name) {
    Map<String, byte[]> entries;
    try {
      entries = entries(bytes);
    } catch (IOException e) {
      throw new BadInputException(
          "%s: the checkpoint is damaged (%s); use an older one".formatted(name, e.getMessage()),
          e);
    }
    byte[] state = entries.get(STATE_ENTRY);
    if (state == null) {
      throw new BadInputException(
          "%s: not a checkpoint of Cantus (%s)"
              .formatted(
                  name,
                  entries.isEmpty()
                      ? "not even a zip file"
                      : "a zip file without '" + STATE_ENTRY + "'"));
    }
    try {
      return new Checkpoint(
          TrainingState.parse(new String(state, StandardCharsets.UTF_8)),
          EventRnnNetwork.of(
              ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes), true)));
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "%s: the checkpoint cannot be read: %s".formatted(name, firstLine(e)), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The entries of a zip file, whose checksums are checked; empty if it is none. */
  private static Map<String, byte[]> entries(byte[] zipped) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /** Closes the network. */
  @Override
  public void close() {
    network.close();
  }
}
