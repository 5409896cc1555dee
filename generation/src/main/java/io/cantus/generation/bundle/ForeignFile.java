package io.cantus.generation.bundle;

import io.cantus.generation.checkpoint.V1Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says what a file is that was taken for a bundle and is none. */
final class ForeignFile {
  private static final int SHOWN_CHARACTERS = 80;
  private static final int LOOKED_AT_BYTES = 4096;

  private static final int TAR_MAGIC_AT = 257;

  private ForeignFile() {}

  /** A noun phrase. */
  static String describe(byte[] file) {
    if (file.length == 0) {
      return "an empty file";
    }
    if (startsWith(file, "MThd")) {
      return "a MIDI file";
    }
    if (startsWith(file, "PK\3\4")) {
      return "a zip archive; if it is a checkpoint of Cantus, give it as --checkpoint_file";
    }
    if (startsWith(file, "\37\213")) {
      return "a compressed file; unpack it first";
    }
    if (file.length > TAR_MAGIC_AT + 5
        && new String(file, TAR_MAGIC_AT, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return "a tar archive, as Magenta's MusicVAE comes in";
    }
    if (V1Checkpoint.isTable(file)) {
      return "a TensorFlow checkpoint; give it as --checkpoint_file";
    }
    String start =
        new String(file, 0, Math.min(file.length, LOOKED_AT_BYTES), StandardCharsets.UTF_8);
    if (start.chars().anyMatch(c -> c < ' ' && "\r\n\t\f".indexOf(c) < 0)) {
      return "another kind of file, or one that is damaged or cut off";
    }
    boolean page = start.stripLeading().startsWith("<");
    return "%s, \"%s\", such as a failed download leaves"
        .formatted(page ? "a web page" : "text", shortened(page ? textOf(start) : start));
  }

  private static boolean startsWith(byte[] file, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= bytes.length
        && Arrays.equals(file, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** What a reader of the page would see; the page itself if that is nothing. */
  private static String textOf(String page) {
    String text =
        page.replaceAll("(?is)<(script|style)\\b.*?(</\\1>|$)", " ").replaceAll("<[^>]*(>|$)", " ");
    return text.isBlank() ? page : text;
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN_CHARACTERS
        ? line
        : line.substring(0, SHOWN_CHARACTERS).strip() + " ...";
  }
}
