package io.cantus.transforms.sequence;

import static io.cantus.transforms.wire.WireReader.LENGTH_DELIMITED;

import io.cantus.transforms.wire.WireReader;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * 128 bits that tell NoteSequences apart by what is in them, on every machine and for ever: equal
 * content has equal fingerprints, and different content, for all practical purposes, different
 * ones.
 *
 * <p>{@link #ofNotes} asks for the same music. Of each note its pitch, its start and end to the
 * last bit, whether it is a drum's and whether its velocity is 0; which notes share an instrument;
 * the total time, and the meters and tempos in force before it. It does not ask for ids and names,
 * the order of notes and instruments and their numbers, programs, other velocities, keys, lyrics,
 * bends and controllers.
 *
 * <p>{@link #ofBytes} asks for the same record but for id, filename and collection name.
 */
public record Fingerprint(long high, long low) implements Serializable {
  private static final int ID = 1 << 3 | LENGTH_DELIMITED;
  private static final int FILENAME = 2 << 3 | LENGTH_DELIMITED;
  private static final int COLLECTION_NAME = 3 << 3 | LENGTH_DELIMITED;

  /** Multipliers without a pattern in their bits. */
  private static final long ODD_1 = 0x9e3779b97f4a7c15L;

  private static final long ODD_2 = 0xc2b2ae3d27d4eb4fL;

  /** The fingerprint of a sequence's music. */
  public static Fingerprint ofNotes(SequenceColumns sequence) {
    Mix whole = new Mix();
    whole.add(sequence.totalTime);
    TimeChanges changes = new TimeChanges(sequence);
    for (int change = 0; change < changes.size(); change++) {
      TimeChanges.State state = changes.state(change);
      whole.add(changes.time(change));
      whole.add(
          (long) state.numerator() << Integer.SIZE | Integer.toUnsignedLong(state.denominator()));
      whole.add(state.qpm());
    }
    Fingerprint instruments = instruments(sequence);
    whole.add(instruments.high);
    whole.add(instruments.low);
    return whole.fingerprint();
  }

  /** Sums over notes and then over instruments, so that no order counts. */
  private static Fingerprint instruments(SequenceColumns sequence) {
    Map<Integer, Sum> sums = new HashMap<>();
    Sum sum = new Sum();
    int current = 0;
    for (int i = 0; i < sequence.notes; i++) {
      if (i == 0 || sequence.instrument[i] != current) {
        current = sequence.instrument[i];
        sum = sums.computeIfAbsent(current, key -> new Sum());
      }
      sum.addNote(
          Double.doubleToLongBits(sequence.start[i]),
          Double.doubleToLongBits(sequence.end[i]),
          (long) sequence.pitch[i] << 2
              | (sequence.drum[i] ? 2 : 0)
              | (sequence.velocity[i] == 0 ? 1 : 0));
    }
    Sum all = new Sum();
    for (Sum instrument : sums.values()) {
      Mix mixed = new Mix();
      mixed.add(instrument.high);
      mixed.add(instrument.low);
      all.add(mixed.high, mixed.low);
    }
    return new Fingerprint(all.high, all.low);
  }

  /**
   * The fingerprint of a serialised NoteSequence.
   *
   * @throws io.cantus.transforms.BadInputException if the record is none
   */
  public static Fingerprint ofBytes(byte[] noteSequence) {
    MessageDigest sha256 = sha256();
    WireReader wire = new WireReader(noteSequence, "not a NoteSequence");
    int done = 0;
    for (int from = 0; wire.next(); from = wire.position()) {
      int tag = wire.tag();
      wire.skip();
      if (tag == ID || tag == FILENAME || tag == COLLECTION_NAME) {
        sha256.update(noteSequence, done, from - done);
        done = wire.position();
      }
    }
    sha256.update(noteSequence, done, noteSequence.length - done);
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    return new Fingerprint(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bits in hex. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }

  /** The finalizer of SplitMix64, by Stafford: a bijection in which each bit depends on each. */
  private static long scrambled(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Adds up mixed values, modulo 2^64 in each half. */
  private static final class Sum {
    long high;
    long low;

    void add(long moreHigh, long moreLow) {
      high += moreHigh;
      low += moreLow;
    }

    /** Both halves depend on all three, and for each kind no two notes have the same. */
    void addNote(long start, long end, long kind) {
      long mixedStart = scrambled(start + kind * ODD_1);
      long mixed = scrambled((end ^ Long.rotateLeft(mixedStart, 32)) + kind * ODD_2);
      add(scrambled(mixedStart + mixed), mixed);
    }
  }

  /**
   * Mixes numbers into 128 bits, in order. For each number the step is a bijection of the bits, so
   * that nothing is lost on the way.
   */
  private static final class Mix {
    long high = ODD_1;
    long low = ODD_2;

    void add(double number) {
      add(Double.doubleToLongBits(number));
    }

    void add(long number) {
      low = scrambled(low ^ scrambled(number + high));
      high = scrambled(high + low);
    }

    Fingerprint fingerprint() {
      return new Fingerprint(high, low);
    }
  }
}
