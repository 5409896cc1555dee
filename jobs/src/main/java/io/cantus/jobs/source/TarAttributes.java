package io.cantus.jobs.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What entries of a tar archive say about the entry after them, above all its long name. */
final class TarAttributes {
  /** In the blocks after a header of a sparse file: whether another one follows. */
  static final int SPARSE_MAP_CONTINUES = 504;

  /** Far above what names and attributes need; more would be a way to fill the memory. */
  private static final int MOST_BYTES = 1 << 20;

  private String name;
  private Long size;
  private boolean sparse;

  /** Whether an entry of this type describes the next one. */
  static boolean isOfNext(char type) {
    return switch (type) {
      case 'L', 'K', 'x', 'X', 'g', 'V' -> true;
      default -> false;
    };
  }

  Optional<String> name() {
    return Optional.ofNullable(name);
  }

  Optional<Long> size() {
    return Optional.ofNullable(size);
  }

  boolean sparse() {
    return sparse;
  }

  /** Takes in an entry's data, at which {@code bytes} stand. */
  void read(char type, TarBytes bytes, long length) throws IOException {
    if (type == 'L' || type == 'x' || type == 'X') {
      if (length > MOST_BYTES) {
        throw new IOException("a name or attributes of %d bytes".formatted(length));
      }
      byte[] data = new byte[(int) length];
      bytes.readFully(data);
      if (type == 'L') {
        name = longName(data);
      } else {
        readRecords(data);
      }
    }
  }

  private static String longName(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return TarHeader.text(data, 0, end);
  }

  /** POSIX's records: {@code <length of all of it> <key>=<value>\n}. */
  private void readRecords(byte[] data) throws IOException {
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int space = indexOf(data, ' ', at, data.length);
      int end = at + length(data, at, space);
      if (end > data.length || end <= space + 1 || data[end - 1] != '\n') {
        throw damaged();
      }
      int equals = indexOf(data, '=', space, end);
      String key = new String(data, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      take(key, TarHeader.text(data, equals + 1, end - 1 - (equals + 1)));
      at = end;
    }
  }

  private static int length(byte[] data, int from, int to) throws IOException {
    int length = 0;
    for (int i = from; i < to; i++) {
      if (data[i] < '0' || data[i] > '9' || length > MOST_BYTES) {
        throw damaged();
      }
      length = 10 * length + data[i] - '0';
    }
    return length;
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    throw damaged();
  }

  private void take(String key, String value) throws IOException {
    if (key.equals("path")) {
      name = value;
    } else if (key.equals("size")) {
      size = number(value);
    } else if (key.startsWith("GNU.sparse.")) {
      sparse = true;
      if (key.equals("GNU.sparse.name")) {
        name = value;
      }
    }
  }

  private static long number(String text) throws IOException {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("'%s' is no size".formatted(text), e);
    }
    throw new IOException("'%s' is no size".formatted(text));
  }

  private static IOException damaged() {
    return new IOException("the attributes of an entry are damaged");
  }
}
