package io.cantus.transforms.dataset;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.sequence.Fingerprint;
import io.cantus.transforms.sequence.SequenceColumns;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Sends a share of the NoteSequences to evaluation, all others to training. A sequence's side
 * follows from its notes and the seed alone, where the reference draws at random: so it is the same
 * on any number of machines, in any order, and when the work is done again, and the same music is
 * never on both sides, under whatever name. All melodies of a sequence are on one side.
 */
public record EvalSplit(double evalRatio, long seed) implements Serializable {

  /**
   * @param evalRatio share of evaluation, 0 to 1
   * @param seed another seed gives another split
   * @throws UsageException if the share is none
   */
  public EvalSplit {
    if (!(evalRatio >= 0 && evalRatio <= 1)) {
      throw new UsageException("eval_ratio is %s but must be from 0 to 1".formatted(evalRatio));
    }
  }

  /** The side of all sequences with these notes. */
  public Branch branch(NoteSequence sequence) {
    return branch(Fingerprint.ofNotes(SequenceColumns.of(sequence)));
  }

  /**
   * The side of all sequences with these notes.
   *
   * @param notes as of {@link Fingerprint#ofNotes}
   */
  public Branch branch(Fingerprint notes) {
    return draw(notes) < evalRatio ? Branch.EVAL : Branch.TRAINING;
  }

  /** A number in [0,1): the first 53 bits of the SHA-256 of seed and fingerprint. */
  private double draw(Fingerprint notes) {
    ByteBuffer drawn = ByteBuffer.allocate(3 * Long.BYTES);
    drawn.putLong(seed).putLong(notes.high()).putLong(notes.low());
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      long bits = ByteBuffer.wrap(sha256.digest(drawn.array())).getLong();
      return (bits >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
