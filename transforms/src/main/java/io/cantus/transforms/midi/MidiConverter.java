package io.cantus.transforms.midi;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;

/**
 * A Standard MIDI File becomes a NoteSequence, exactly as Magenta makes it with note-seq,
 * pretty_midi and mido: times in seconds, all events grouped by instrument. A file that those
 * refuse is rejected, with the byte offset and the track where the trouble lies.
 */
public final class MidiConverter {
  private MidiConverter() {}

  /**
   * The NoteSequence of a MIDI file, with its id, filename and collection set; within the limits
   * that are the defaults.
   */
  public static Outcome<NoteSequence> convert(SourceFile source, byte[] midi) {
    try {
      byte[] record = encode(source, midi, ConversionLimits.DEFAULTS);
      return Outcome.produced(NoteSequence.parseFrom(record));
    } catch (MalformedMidiException e) {
      return Outcome.rejected(e.rejection());
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      return Outcome.failed(e);
    }
  }

  /**
   * The same NoteSequence in its wire format, as a TFRecord holds it; about twice as fast as {@link
   * #convert}, since no message object is made. A file over a limit is rejected as {@code
   * file-too-large}, {@code too-many-ticks}, {@code too-many-notes}, {@code too-long} or {@code
   * sequence-too-large}, the latter also when its events take more memory than the NoteSequence
   * may.
   */
  public static Outcome<byte[]> convertToRecord(
      SourceFile source, byte[] midi, ConversionLimits limits) {
    try {
      return Outcome.produced(encode(source, midi, limits));
    } catch (MalformedMidiException e) {
      return Outcome.rejected(e.rejection());
    } catch (RuntimeException e) {
      return Outcome.failed(e);
    }
  }

  private static byte[] encode(SourceFile source, byte[] midi, ConversionLimits limits)
      throws MalformedMidiException {
    if (midi.length > limits.maxFileBytes()) {
      throw new MalformedMidiException(
          "file-too-large",
          "%d bytes, the limit is %d".formatted(midi.length, limits.maxFileBytes()));
    }
    Score score = SmfReader.read(midi, limits);
    return NoteSequenceEncoder.encode(score, source, limits.maxOutputBytes());
  }
}
