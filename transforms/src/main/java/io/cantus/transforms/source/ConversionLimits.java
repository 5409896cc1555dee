package io.cantus.transforms.source;

import java.io.Serializable;

/**
 * How much one file may ask for, so that none can take a job's memory or time. A file over a limit
 * is rejected with the figure; the defaults are far above what music needs and refuse nothing that
 * the reference was seen to convert.
 *
 * @param maxFileBytes size of the file; of a compressed score, unpacked
 * @param maxTicks ticks of a MIDI file, the one of its last event included; the default is the
 *     reference's, and no limit is above 2^40
 * @param maxNotes notes in one NoteSequence
 * @param maxSeconds length of one NoteSequence, that is when its last note may end
 * @param maxOutputBytes size of one serialised NoteSequence; and, if it is a megabyte or more, of a
 *     MIDI file's events in memory
 */
public record ConversionLimits(
    long maxFileBytes, long maxTicks, long maxNotes, double maxSeconds, long maxOutputBytes)
    implements Serializable {

  /** The limits of {@code convert} unless others are given. */
  public static final ConversionLimits DEFAULTS =
      new ConversionLimits(1L << 25, 10_000_000_000L, 1_000_000, 1_000_000, 1L << 26);
}
