package io.cantus.transforms.dataset;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.UsageException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Sends a share of the NoteSequences to evaluation, all others to training. A sequence's side
 * follows from its id and the seed alone, where the reference draws at random: so it is the same on
 * any number of machines, in any order, and when the work is done again. All melodies of a sequence
 * are on one side.
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

  /** The sequence's side; its bytes stand in for an id that it lacks. */
  public Branch branch(NoteSequence sequence) {
    return sequence.getId().isEmpty() ? branch(sequence.toByteArray()) : branch(sequence.getId());
  }

  /** The side of the sequence with this id. */
  public Branch branch(String id) {
    return branch(id.getBytes(StandardCharsets.UTF_8));
  }

  private Branch branch(byte[] identity) {
    return draw(identity) < evalRatio ? Branch.EVAL : Branch.TRAINING;
  }

  /** A number in [0,1): the first 53 bits of the SHA-256 of seed and identity. */
  private double draw(byte[] identity) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      long bits = ByteBuffer.wrap(digest.digest(identity)).getLong();
      return (bits >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
