package io.cantus.generation.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.DataType;
import io.cantus.proto.SavedSlice;
import io.cantus.proto.SavedSliceMeta;
import io.cantus.proto.SavedTensorSliceMeta;
import io.cantus.proto.SavedTensorSlices;
import io.cantus.proto.TensorProto;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** TensorFlow's V1 checkpoint: one sorted string table of tensors, the form inside a bundle. */
public final class V1Checkpoint {
  private static final int PRODUCER = 1;

  private V1Checkpoint() {}

  /** Whether a file has the end that every V1 checkpoint has. */
  public static boolean isTable(byte[] file) {
    return SortedTable.hasMagic(file);
  }

  /**
   * Reads a checkpoint whose variables are stored whole.
   *
   * @param source what to call it in messages, usually its path
   * @throws BadInputException if it is damaged or no V1 checkpoint; says what is wrong and where
   */
  public static TensorFlowCheckpoint read(byte[] file, String source) {
    List<SortedTable.Entry> entries = SortedTable.read(file, source);
    if (entries.isEmpty() || entries.get(0).key().length != 0) {
      throw malformed(source, "it lacks the list of its tensors");
    }
    Map<String, SavedSliceMeta> listed = new HashMap<>();
    for (SavedSliceMeta meta : parse(entries.get(0), source).getMeta().getTensorList()) {
      listed.put(meta.getName(), meta);
    }
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    OptionalLong globalStep = OptionalLong.empty();
    for (SortedTable.Entry entry : entries.subList(1, entries.size())) {
      SavedSlice slice = parse(entry, source).getData();
      SavedSliceMeta meta = listed.remove(slice.getName());
      if (meta == null) {
        throw malformed(
            source,
            "data of %s, which its list of tensors lacks or has only once"
                .formatted(slice.getName()));
      }
      if (!TensorShapes.isWhole(slice.getSlice(), meta.getShape())) {
        throw new BadInputException(
            "%s: %s is stored in parts, which Cantus cannot read"
                .formatted(source, meta.getName()));
      }
      if (meta.getType() == DataType.DT_FLOAT) {
        tensors.put(meta.getName(), tensor(meta, slice.getData(), source));
      } else if (meta.getName().equals(TensorFlowCheckpoint.GLOBAL_STEP)
          && slice.getData().getInt64ValCount() == 1) {
        globalStep = OptionalLong.of(slice.getData().getInt64Val(0));
      }
    }
    if (!listed.isEmpty()) {
      throw malformed(source, "no data of " + String.join(", ", new TreeMap<>(listed).keySet()));
    }
    return new TensorFlowCheckpoint(source, tensors, globalStep);
  }

  /** Writes the weights byte for byte as TensorFlow would. */
  public static byte[] write(ModelWeights weights) {
    // TensorFlow lists the tensors, too, in the order of their keys.
    SortedMap<byte[], String> names = new TreeMap<>(Arrays::compareUnsigned);
    weights
        .tensors()
        .forEach(
            (name, tensor) -> names.put(OrderedCode.tensorKey(name, tensor.shape().length), name));
    SavedTensorSliceMeta.Builder meta = SavedTensorSliceMeta.newBuilder();
    meta.getVersionsBuilder().setProducer(PRODUCER);
    for (String name : names.values()) {
      Tensor tensor = weights.tensors().get(name);
      meta.addTensorBuilder()
          .setName(name)
          .setShape(TensorShapes.proto(tensor))
          .setType(DataType.DT_FLOAT)
          .addSlice(TensorShapes.wholeSlice(tensor));
    }
    SortedTableWriter table = new SortedTableWriter();
    table.add(new byte[0], SavedTensorSlices.newBuilder().setMeta(meta).build().toByteArray());
    names.forEach(
        (key, name) -> {
          Tensor tensor = weights.tensors().get(name);
          SavedSlice.Builder slice =
              SavedSlice.newBuilder().setName(name).setSlice(TensorShapes.wholeSlice(tensor));
          TensorProto.Builder values = slice.getDataBuilder();
          for (float value : tensor.values()) {
            values.addFloatVal(value);
          }
          table.add(key, SavedTensorSlices.newBuilder().setData(slice).build().toByteArray());
        });
    return table.finish();
  }

  private static Tensor tensor(SavedSliceMeta meta, TensorProto data, String source) {
    int count = data.getFloatValCount();
    if (TensorShapes.count(meta.getShape()).orElse(-1) != count) {
      throw malformed(
          source,
          "%s of shape %s has %d values"
              .formatted(meta.getName(), TensorShapes.text(meta.getShape()), count));
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = data.getFloatVal(i);
    }
    return new Tensor(TensorShapes.sizes(meta.getShape()), values);
  }

  private static SavedTensorSlices parse(SortedTable.Entry entry, String source) {
    try {
      return SavedTensorSlices.parseFrom(entry.value());
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(
          "%s: no V1 checkpoint: an entry is no tensor (%s)".formatted(source, e.getMessage()), e);
    }
  }

  private static BadInputException malformed(String source, String what) {
    return new BadInputException("%s: damaged checkpoint: %s".formatted(source, what));
  }
}
