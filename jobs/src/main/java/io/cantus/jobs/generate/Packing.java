package io.cantus.jobs.generate;

/** How generated MIDI files are kept. */
public enum Packing {
  /** Each is a file. */
  FILES,
  /** All are in one pack, a SequenceFile. */
  PACK
}
