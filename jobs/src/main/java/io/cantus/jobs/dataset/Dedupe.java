package io.cantus.jobs.dataset;

import io.cantus.transforms.sequence.Fingerprint;
import io.cantus.transforms.sequence.SequenceColumns;
import java.util.Locale;
import java.util.Optional;

/** Which NoteSequences are copies of one another, so that the first of them is enough. */
public enum Dedupe {
  NONE,
  /** Equal but for id, filename and collection: see {@link Fingerprint#ofBytes}. */
  BYTES,
  /** The same music: see {@link Fingerprint#ofNotes}. */
  NOTES;

  /** The name as options and manifests have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What all copies of a NoteSequence have in common; empty if copies do not matter. Silence is no
   * copy: the reason why nothing is made of it tells more.
   */
  Optional<Fingerprint> fingerprint(byte[] record, SequenceColumns sequence) {
    return switch (this) {
      case NONE -> Optional.empty();
      case BYTES -> Optional.of(Fingerprint.ofBytes(record));
      case NOTES ->
          sequence.noteCount() == 0 ? Optional.empty() : Optional.of(Fingerprint.ofNotes(sequence));
    };
  }
}
