package io.cantus.jobs.convert;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.transforms.source.SourceFile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What was read, as one digest that does not depend on the order: SHA-256 over the sorted SHA-256
 * digests, 32 bytes each, of one line a file: {@code <sha256 of the content, in hex> <size>
 * <collection>/<name>} and a line feed, in UTF-8.
 */
final class FileInventory implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<byte[]> lines = new ArrayList<>();
  private long bytes;

  /** Takes in a file. */
  void add(SourceFile source, byte[] content) {
    MessageDigest sha256 = BackgroundDigest.sha256();
    String line =
        "%s %d %s\n"
            .formatted(
                HexFormat.of().formatHex(sha256.digest(content)), content.length, source.path());
    lines.add(sha256.digest(line.getBytes(StandardCharsets.UTF_8)));
    bytes += content.length;
  }

  /** Takes in all files of another inventory. */
  void addAll(FileInventory other) {
    lines.addAll(other.lines);
    bytes += other.bytes;
  }

  int files() {
    return lines.size();
  }

  /** Size of all files. */
  long bytes() {
    return bytes;
  }

  /** The digest of everything, in hex. */
  String sha256() {
    MessageDigest sha256 = BackgroundDigest.sha256();
    lines.stream().sorted(Arrays::compare).forEach(sha256::update);
    return HexFormat.of().formatHex(sha256.digest());
  }
}
