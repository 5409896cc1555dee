package io.cantus.transforms.encoding;

import io.cantus.transforms.melody.Melody;
import java.util.Arrays;

/**
 * The event itself as a one-hot vector, and as the class: no event 0, note-off 1, then the pitches
 * from {@code minNote} up. After Magenta's OneHotEventSequenceEncoderDecoder.
 */
public final class OneHotEncoding implements EventEncoding {
  private static final long serialVersionUID = 1L;

  private final MelodyOneHot oneHot;

  /**
   * @param minNote the lowest pitch
   * @param maxNote one more than the highest pitch
   */
  public OneHotEncoding(int minNote, int maxNote) {
    oneHot = new MelodyOneHot(minNote, maxNote);
  }

  @Override
  public int inputSize() {
    return oneHot.size();
  }

  @Override
  public int numClasses() {
    return oneHot.size();
  }

  @Override
  public int defaultLabel() {
    return oneHot.index(Melody.NO_EVENT);
  }

  @Override
  public void encode(int[] events, int position, float[] vector, int offset) {
    Arrays.fill(vector, offset, offset + inputSize(), 0f);
    vector[offset + oneHot.index(events[position])] = 1f;
  }

  @Override
  public int label(int[] events, int position) {
    return oneHot.index(events[position]);
  }

  @Override
  public int event(int label, int[] events, int length) {
    return oneHot.event(label);
  }
}
