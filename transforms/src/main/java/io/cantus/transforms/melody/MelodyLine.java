package io.cantus.transforms.melody;

import io.cantus.transforms.BadInputException;
import java.util.Arrays;

/**
 * A melody being laid down note by note. Only events below a limit are kept, so that a note of a
 * million bars costs nothing where melodies are cut anyway; the length counts them all.
 */
final class MelodyLine {
  /** More than a day of music at any usual tempo, and 64 MiB. */
  private static final int LONGEST = 1 << 24;

  private final int limit;
  private int[] events = new int[64];
  private long lastOn;
  private long length;

  /**
   * @param limit how many events {@link #events} may be asked for, if there are so many
   */
  MelodyLine(long limit) {
    this.limit = (int) Math.min(limit, LONGEST);
  }

  void clear() {
    length = 0;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** The step at which the latest note begins. */
  long lastOn() {
    return lastOn;
  }

  /** The step at which the latest note ends, and with it the line. */
  long length() {
    return length;
  }

  /** Adds a note, which cuts what sounds or follows at its start. */
  void add(int pitch, long start, long end) {
    int on = (int) Math.min(start, limit);
    int off = (int) Math.min(end, limit);
    if (off > events.length) {
      events = Arrays.copyOf(events, Math.min(Math.max(off, 2 * events.length), limit));
    }
    if (length < on) {
      Arrays.fill(events, (int) length, on, Melody.NO_EVENT);
      if (length > 0) {
        events[(int) length] = Melody.NOTE_OFF;
      }
    }
    if (on < off) {
      events[on] = pitch;
      Arrays.fill(events, on + 1, off, Melody.NO_EVENT);
    }
    lastOn = start;
    length = end;
  }

  /**
   * The first events. Asked for more than there are, it ends the last note and fills with silence.
   *
   * @throws BadInputException if they are more than the limit
   */
  int[] events(long count) {
    if (count > limit) {
      throw new BadInputException(
          "a melody of %d steps is too long: at most %d fit".formatted(count, limit));
    }
    int[] line = Arrays.copyOf(events, (int) count);
    if (count > length) {
      Arrays.fill(line, (int) length, (int) count, Melody.NO_EVENT);
      line[(int) length] = Melody.NOTE_OFF;
    }
    return line;
  }
}
