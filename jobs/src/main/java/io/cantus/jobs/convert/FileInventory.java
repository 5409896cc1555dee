package io.cantus.jobs.convert;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.transforms.source.SourceFile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * What was read, as one digest that does not depend on the order: SHA-256 over the sorted SHA-256
 * digests, 32 bytes each, of one line a file: {@code <sha256 of the content, in hex> <size>
 * <collection>/<name>} and a line feed, in UTF-8.
 */
final class FileInventory implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int DIGEST_BYTES = 32;

  /** One after another: there may be millions. */
  private byte[] lines = new byte[16 * DIGEST_BYTES];

  private int files;
  private long bytes;

  /** Takes in a file. */
  void add(SourceFile source, byte[] content) {
    MessageDigest sha256 = BackgroundDigest.sha256();
    String digest = HexFormat.of().formatHex(sha256.digest(content));
    String line = digest + " " + content.length + " " + source.path() + "\n";
    append(sha256.digest(line.getBytes(StandardCharsets.UTF_8)), 1);
    bytes += content.length;
  }

  /** Takes in all files of another inventory. */
  void addAll(FileInventory other) {
    append(other.lines, other.files);
    bytes += other.bytes;
  }

  private void append(byte[] more, int count) {
    int needed = Math.multiplyExact(files + count, DIGEST_BYTES);
    if (needed > lines.length) {
      lines = Arrays.copyOf(lines, (int) Math.min(2L * needed, Integer.MAX_VALUE - 8));
    }
    System.arraycopy(more, 0, lines, files * DIGEST_BYTES, count * DIGEST_BYTES);
    files += count;
  }

  int files() {
    return files;
  }

  /** Size of all files. */
  long bytes() {
    return bytes;
  }

  /** The digest of everything, in hex. */
  String sha256() {
    MessageDigest sha256 = BackgroundDigest.sha256();
    IntStream.range(0, files)
        .mapToObj(line -> line * DIGEST_BYTES)
        .sorted((a, b) -> compare(a, b))
        .forEach(start -> sha256.update(lines, start, DIGEST_BYTES));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(lines, a, a + DIGEST_BYTES, lines, b, b + DIGEST_BYTES);
  }
}
