package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;

/**
 * A MusicXML score, plain or compressed, becomes a NoteSequence: times in seconds, notes part by
 * part, chord symbols as text. Written as Magenta writes it with note-seq, except where that reads
 * music wrongly; each class of this package says where it differs. A file that is no score, or
 * broken, is rejected with its measure and line, or the byte of an archive.
 */
public final class MusicXmlConverter {
  private static final String TYPE = "musicxml";

  private MusicXmlConverter() {}

  /**
   * The NoteSequence of a score in its wire format, as a TFRecord holds it, with its id, filename
   * and collection set. Never throws on account of {@code content}, whose form is told by its bytes
   * and not by its name. A file over a limit is rejected.
   */
  public static Outcome<byte[]> convertToRecord(
      SourceFile source, byte[] content, ConversionLimits limits) {
    try {
      return Outcome.produced(convert(source, content, limits));
    } catch (MalformedScoreException e) {
      return Outcome.rejected(e.rejection());
    } catch (RuntimeException e) {
      return Outcome.failed(e);
    }
  }

  private static byte[] convert(SourceFile source, byte[] content, ConversionLimits limits)
      throws MalformedScoreException {
    if (content.length > limits.maxFileBytes()) {
      throw new MalformedScoreException(
          "file-too-large", content.length + " bytes, the limit is " + limits.maxFileBytes());
    }
    byte[] xml =
        ZipDirectory.isZip(content)
            ? CompressedScore.unpack(content, limits.maxFileBytes())
            : content;
    NoteSequence sequence =
        ScorePlayer.play(ScoreReader.read(xml, limits), limits.maxSeconds())
            .setId(source.id(TYPE))
            .setFilename(source.filename())
            .setCollectionName(source.collectionName())
            .build();
    if (sequence.getSerializedSize() > limits.maxOutputBytes()) {
      throw new MalformedScoreException(
          "sequence-too-large",
          "a NoteSequence of %s bytes, the limit is %s"
              .formatted(sequence.getSerializedSize(), limits.maxOutputBytes()));
    }
    return sequence.toByteArray();
  }
}
