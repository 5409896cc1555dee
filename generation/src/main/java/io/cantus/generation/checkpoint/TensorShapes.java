package io.cantus.generation.checkpoint;

import io.cantus.proto.TensorShapeProto;
import io.cantus.proto.TensorSliceProto;
import io.cantus.training.Tensor;
import java.util.Arrays;
import java.util.OptionalInt;

/** A tensor's shape as checkpoints store it. */
final class TensorShapes {
  private TensorShapes() {}

  static TensorShapeProto proto(Tensor tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : tensor.shape()) {
      shape.addDimBuilder().setSize(size);
    }
    return shape.build();
  }

  /** The slice that is the whole of a tensor: an empty extent for each dimension. */
  static TensorSliceProto wholeSlice(Tensor tensor) {
    TensorSliceProto.Builder slice = TensorSliceProto.newBuilder();
    for (int i = 0; i < tensor.shape().length; i++) {
      slice.addExtentBuilder();
    }
    return slice.build();
  }

  static boolean isWhole(TensorSliceProto slice, TensorShapeProto shape) {
    if (slice.getExtentCount() != shape.getDimCount()) {
      return false;
    }
    for (int i = 0; i < shape.getDimCount(); i++) {
      TensorSliceProto.Extent extent = slice.getExtent(i);
      if (extent.getStart() != 0
          || (extent.hasLength() && extent.getLength() != shape.getDim(i).getSize())) {
        return false;
      }
    }
    return true;
  }

  static int[] sizes(TensorShapeProto shape) {
    return shape.getDimList().stream().mapToInt(dim -> (int) dim.getSize()).toArray();
  }

  /** The number of values, or nothing if the shape is none that an array can hold. */
  static OptionalInt count(TensorShapeProto shape) {
    long count = 1;
    for (TensorShapeProto.Dim dim : shape.getDimList()) {
      long size = dim.getSize();
      if (size < 0 || size > Integer.MAX_VALUE) {
        return OptionalInt.empty();
      }
      count *= size;
      if (count > Integer.MAX_VALUE) {
        return OptionalInt.empty();
      }
    }
    return shape.getUnknownRank() ? OptionalInt.empty() : OptionalInt.of((int) count);
  }

  static String text(TensorShapeProto shape) {
    return Arrays.toString(
        shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }
}
