package io.cantus.transforms.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a NoteSequence was read from: the names that go into its {@code collection_name}, {@code
 * filename} and {@code id}, after Magenta's convert_dir_to_note_sequences.
 *
 * @param collectionName last part of the input directory's name, see {@link #collectionOf}; may be
 *     empty
 * @param filename path of the file relative to the input directory, parts joined by {@code /}
 */
public record SourceFile(String collectionName, String filename) {

  /**
   * The collection that an input directory stands for: all after the last {@code /} of its name as
   * the user wrote it, so a name that ends in {@code /} gives the empty collection (Magenta's rule,
   * which the identifiers of existing data sets rest on).
   */
  public static String collectionOf(String inputDirectory) {
    return inputDirectory.substring(inputDirectory.lastIndexOf('/') + 1);
  }

  /** Collection and filename as one path, for people. */
  public String path() {
    return collectionName.isEmpty() ? filename : collectionName + "/" + filename;
  }

  /**
   * The stable identifier {@code /id/<type>/<collection>/<SHA-1 of the UTF-8 filename, in hex>}.
   *
   * @param type {@code midi}, {@code musicxml} or {@code abc}
   */
  public String id(String type) {
    return idOf(type, filename);
  }

  /**
   * The identifier of one piece of a file that holds several, which hashes {@code
   * <filename>_<piece>}.
   *
   * @param piece what tells the piece from the others of its file; for ABC the reference number
   */
  public String idOfPiece(String type, String piece) {
    return idOf(type, filename + "_" + piece);
  }

  private String idOf(String type, String hashed) {
    return "/id/" + type + "/" + collectionName + "/" + sha1(hashed);
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
