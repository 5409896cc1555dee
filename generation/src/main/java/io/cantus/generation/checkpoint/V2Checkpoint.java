package io.cantus.generation.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.BundleEntryProto;
import io.cantus.proto.BundleHeaderProto;
import io.cantus.proto.DataType;
import io.cantus.proto.TensorShapeProto;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * TensorFlow's V2 checkpoint, the form that training saves: an index, which is a sorted string
 * table, and raw little-endian tensors in one data file.
 */
public final class V2Checkpoint {
  private static final int PRODUCER = 1;

  /**
   * A checkpoint as the contents of its two files.
   *
   * @param index of {@code <prefix>.index}
   * @param data of {@code <prefix>.data-00000-of-00001}
   */
  public record Files(byte[] index, byte[] data) {}

  private V2Checkpoint() {}

  private record Stored(DataType type, TensorShapeProto shape, byte[] bytes) {}

  /** Writes a checkpoint byte for byte as TensorFlow would. */
  public static Files write(TensorFlowCheckpoint checkpoint) {
    SortedMap<byte[], Stored> variables = new TreeMap<>(Arrays::compareUnsigned);
    checkpoint
        .tensors()
        .forEach(
            (name, tensor) -> {
              byte[] bytes = new byte[Float.BYTES * tensor.values().length];
              littleEndian(bytes).asFloatBuffer().put(tensor.values());
              variables.put(
                  name.getBytes(StandardCharsets.UTF_8),
                  new Stored(DataType.DT_FLOAT, TensorShapes.proto(tensor), bytes));
            });
    if (checkpoint.globalStep().isPresent()) {
      byte[] bytes = new byte[Long.BYTES];
      littleEndian(bytes).putLong(checkpoint.globalStep().getAsLong());
      variables.put(
          TensorFlowCheckpoint.GLOBAL_STEP.getBytes(StandardCharsets.UTF_8),
          new Stored(DataType.DT_INT64, TensorShapeProto.getDefaultInstance(), bytes));
    }
    SortedTableWriter index = new SortedTableWriter();
    BundleHeaderProto.Builder header = BundleHeaderProto.newBuilder().setNumShards(1);
    header.getVersionBuilder().setProducer(PRODUCER);
    index.add(new byte[0], header.build().toByteArray());
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    MaskedCrc32c crc = new MaskedCrc32c();
    variables.forEach(
        (key, variable) -> {
          byte[] bytes = variable.bytes();
          BundleEntryProto entry =
              BundleEntryProto.newBuilder()
                  .setDtype(variable.type())
                  .setShape(variable.shape())
                  .setOffset(data.size())
                  .setSize(bytes.length)
                  .setCrc32C(crc.of(bytes, 0, bytes.length))
                  .build();
          index.add(key, entry.toByteArray());
          data.writeBytes(bytes);
        });
    return new Files(index.finish(), data.toByteArray());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a checkpoint; the checksum of every variable that is kept is verified.
   *
   * @param index the bytes of {@code <prefix>.index}
   * @param data the bytes of {@code <prefix>.data-00000-of-00001}
   * @param source what to call it in messages, usually its prefix
   * @throws BadInputException if it is damaged, no V2 checkpoint, or spread over several data files
   */
  public static TensorFlowCheckpoint read(byte[] index, byte[] data, String source) {
    List<SortedTable.Entry> entries = SortedTable.read(index, source + ".index");
    if (entries.isEmpty() || entries.get(0).key().length != 0) {
      throw malformed(source, "its index lacks the header");
    }
    BundleHeaderProto header;
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    OptionalLong globalStep = OptionalLong.empty();
    try {
      header = BundleHeaderProto.parseFrom(entries.get(0).value());
      if (header.getNumShards() != 1 || header.getEndianness() != 0) {
        throw new BadInputException(
            "%s: a checkpoint of %d data files in byte order %d; Cantus reads one, little-endian"
                .formatted(source, header.getNumShards(), header.getEndianness()));
      }
      MaskedCrc32c crc = new MaskedCrc32c();
      for (SortedTable.Entry indexed : entries.subList(1, entries.size())) {
        String name = new String(indexed.key(), StandardCharsets.UTF_8);
        BundleEntryProto entry = BundleEntryProto.parseFrom(indexed.value());
        if (entry.getDtype() == DataType.DT_FLOAT) {
          ByteBuffer bytes = bytes(entry, Float.BYTES, name, data, crc, source);
          float[] values = new float[bytes.remaining() / Float.BYTES];
          bytes.asFloatBuffer().get(values);
          tensors.put(name, new Tensor(TensorShapes.sizes(entry.getShape()), values));
        } else if (entry.getDtype() == DataType.DT_INT64
            && name.equals(TensorFlowCheckpoint.GLOBAL_STEP)) {
          ByteBuffer bytes = bytes(entry, Long.BYTES, name, data, crc, source);
          if (bytes.remaining() == Long.BYTES) {
            globalStep = OptionalLong.of(bytes.getLong());
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(
          "%s: no V2 checkpoint: an entry of its index is malformed (%s)"
              .formatted(source, e.getMessage()),
          e);
    }
    return new TensorFlowCheckpoint(source, tensors, globalStep);
  }

  private static ByteBuffer bytes(
      BundleEntryProto entry,
      int valueBytes,
      String name,
      byte[] data,
      MaskedCrc32c crc,
      String source) {
    if (entry.getSlicesCount() > 0 || entry.getShardId() != 0) {
      throw new BadInputException(
          "%s: %s is stored in parts, which Cantus cannot read".formatted(source, name));
    }
    long count = TensorShapes.count(entry.getShape()).orElse(-1);
    if (count < 0 || entry.getSize() != count * valueBytes) {
      throw malformed(
          source,
          "%s of shape %s has %d bytes"
              .formatted(name, TensorShapes.text(entry.getShape()), entry.getSize()));
    }
    if (entry.getOffset() < 0 || entry.getOffset() > data.length - entry.getSize()) {
      throw malformed(
          source,
          "%s should have %d bytes at byte %d of its data, which has %d"
              .formatted(name, entry.getSize(), entry.getOffset(), data.length));
    }
    int offset = (int) entry.getOffset();
    int size = (int) entry.getSize();
    if (crc.of(data, offset, size) != entry.getCrc32C()) {
      throw malformed(
          source, "the checksum of %s at byte %d of its data is wrong".formatted(name, offset));
    }
    return ByteBuffer.wrap(data, offset, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static BadInputException malformed(String source, String what) {
    return new BadInputException("%s: damaged checkpoint: %s".formatted(source, what));
  }
}
