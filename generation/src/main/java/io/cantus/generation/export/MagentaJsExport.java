package io.cantus.generation.export;

import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.encoding.OneHotEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model as the MusicRNN of {@code @magenta/music} loads it in a browser: {@code config.json},
 * {@code weights_manifest.json} and the weights themselves, in little-endian floats one after
 * another, cut into shards.
 */
public final class MagentaJsExport {
  /** The size that TensorFlow.js's converter cuts at, which browsers' caches like. */
  private static final int SHARD_BYTES = 4 << 20;

  private MagentaJsExport() {}

  /**
   * The files of the model's folder.
   *
   * @param source what to call the model in messages
   * @throws BadInputException if MusicRNN has no such network: it feeds one-hot melodies to a stack
   *     of LSTM layers
   */
  public static List<ExportedFile> of(MelodyConfig config, ModelWeights weights, String source) {
    NetworkShape shape = NetworkShape.of(weights);
    if (!(config.encoding() instanceof OneHotEncoding)) {
      throw unsupported(
          source,
          "the model is a %s, and only one-hot melodies can be fed there (basic_rnn, mono_rnn)"
              .formatted(config.name()));
    }
    if (shape.attention() != AttentionPlace.NONE || shape.residualConnections()) {
      throw unsupported(source, "the model has attention or residual connections");
    }
    byte[] values = values(weights);
    int shards = Math.max(1, (values.length + SHARD_BYTES - 1) / SHARD_BYTES);
    List<String> names =
        IntStream.rangeClosed(1, shards)
            .mapToObj(shard -> "group1-shard%dof%d".formatted(shard, shards))
            .toList();
    List<ExportedFile> files = new ArrayList<>();
    files.add(text("config.json", spec(config)));
    files.add(text("weights_manifest.json", manifest(weights, names)));
    for (int shard = 0; shard < shards; shard++) {
      int start = shard * SHARD_BYTES;
      int end = Math.min(start + SHARD_BYTES, values.length);
      files.add(new ExportedFile(names.get(shard), Arrays.copyOfRange(values, start, end)));
    }
    return files;
  }

  private static BadInputException unsupported(String source, String why) {
    return new BadInputException(
        "%s: MusicRNN of @magenta/music cannot run it: %s".formatted(source, why));
  }

  private static ExportedFile text(String name, String text) {
    return new ExportedFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] values(ModelWeights weights) {
    ByteBuffer values =
        ByteBuffer.wrap(new byte[Math.toIntExact(Float.BYTES * weights.parameters())])
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : weights.tensors().values()) {
      for (float value : tensor.values()) {
        values.putFloat(value);
      }
    }
    return values.array();
  }

  private static String spec(MelodyConfig config) {
    return """
        {
          "type": "MusicRNN",
          "dataConverter": {
            "type": "MelodyConverter",
            "args": {"minPitch": %d, "maxPitch": %d}
          }
        }
        """
        .formatted(config.minNote(), config.maxNote() - 1);
  }

  private static String manifest(ModelWeights weights, List<String> shards) {
    String variables =
        weights.tensors().entrySet().stream()
            .map(
                variable ->
                    "      {\"name\": \"%s\", \"shape\": %s, \"dtype\": \"float32\"}"
                        .formatted(variable.getKey(), Arrays.toString(variable.getValue().shape())))
            .collect(Collectors.joining(",\n"));
    String paths = shards.stream().collect(Collectors.joining("\", \"", "\"", "\""));
    return """
        [
          {
            "paths": [%s],
            "weights": [
        %s
            ]
          }
        ]
        """
        .formatted(paths, variables);
  }
}
