package io.cantus.transforms.encoding;

import io.cantus.transforms.melody.Melody;
import java.util.Arrays;

/**
 * The event, the events that would come next if the melody repeated one or two bars of 4/4, a
 * binary counter of steps and flags for repeats; classes say "as 16 steps ago" and "as 32 steps
 * ago" before naming an event. After Magenta's LookbackEventSequenceEncoderDecoder.
 */
public final class LookbackEncoding implements EventEncoding {
  private static final long serialVersionUID = 1L;

  private static final int COUNTER_BITS = 5;

  private final MelodyOneHot oneHot;

  /**
   * @param minNote the lowest pitch
   * @param maxNote one more than the highest pitch
   */
  public LookbackEncoding(int minNote, int maxNote) {
    oneHot = new MelodyOneHot(minNote, maxNote);
  }

  @Override
  public int inputSize() {
    return 3 * oneHot.size() + COUNTER_BITS + 2;
  }

  @Override
  public int numClasses() {
    return oneHot.size() + 2;
  }

  @Override
  public int defaultLabel() {
    return oneHot.index(Melody.NO_EVENT);
  }

  @Override
  public void encode(int[] events, int position, float[] vector, int offset) {
    Arrays.fill(vector, offset, offset + inputSize(), 0f);
    int size = oneHot.size();
    int next = position + 1;
    int nearNext = Lookback.repeated(events, next, Lookback.NEAR);
    int farNext = Lookback.repeated(events, next, Lookback.FAR);
    vector[offset + oneHot.index(events[position])] = 1f;
    vector[offset + size + oneHot.index(nearNext)] = 1f;
    vector[offset + 2 * size + oneHot.index(farNext)] = 1f;
    int counter = offset + 3 * size;
    Lookback.writeCounter(position, COUNTER_BITS, vector, counter);
    int repeats = counter + COUNTER_BITS;
    vector[repeats] = Lookback.repeats(events, position, Lookback.NEAR) ? 1f : 0f;
    vector[repeats + 1] = Lookback.repeats(events, position, Lookback.FAR) ? 1f : 0f;
  }

  @Override
  public int label(int[] events, int position) {
    int repeat = Lookback.repeatLabel(events, position, oneHot.size());
    return repeat >= 0 ? repeat : oneHot.index(events[position]);
  }

  @Override
  public int event(int label, int[] events, int length) {
    if (label >= oneHot.size()) {
      return Lookback.repeated(
          events, length, label == oneHot.size() ? Lookback.NEAR : Lookback.FAR);
    }
    return oneHot.event(label);
  }
}
