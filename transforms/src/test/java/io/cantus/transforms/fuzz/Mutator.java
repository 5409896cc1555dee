package io.cantus.transforms.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Damages a file in one to eight ways, some blind, some at the joints of its format. */
final class Mutator {
  private static final int MAX_BYTES = 1 << 17;

  private static final int[] BYTES = {
    0, 1, 2, 3, 4, 0x10, 0x2f, 0x40, 0x51, 0x58, 0x59, 0x7e, 0x7f, 0x80, 0x81, 0x90, 0x99, 0xb0,
    0xc0, 0xe0, 0xf0, 0xf7, 0xfe, 0xff, '\n', ' ', '<', '&', '|', ':', '(', '[', '{', '"', '/', '-'
  };

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    6,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xe728,
    0xffff,
    0xfffff,
    0x7fffffff,
    0x80000000L,
    0xffffffffL
  };

  /** Where formats keep lengths and counts, just after these. */
  private static final List<String> MARKS = List.of("MThd", "MTrk", "PK", "\u00ff");

  private static final List<String> WORDS =
      List.of(
          "0",
          "-1",
          "1",
          "7",
          "127",
          "128",
          "1000000",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "1e9",
          "1e308",
          "1e999",
          "NaN",
          "Infinity",
          "0.000001",
          "1/0",
          "0/1",
          "99999/7",
          "",
          " ",
          "\u00e9",
          "\u0000",
          "<!ENTITY e \"e\">",
          "&e;",
          "&amp;",
          "]]>",
          "<![CDATA[",
          "<!--",
          "-->",
          "<backup><duration>9999</duration></backup>",
          "<forward><duration>99999999</duration></forward>",
          "<divisions>0</divisions>",
          "<divisions>2147483647</divisions>",
          "<chord/>",
          "<grace/>",
          "<dot/>",
          "<sound tempo=\"0\"/>",
          "<sound tempo=\"1e-300\"/>",
          "<repeat direction=\"forward\"/>",
          "<repeat direction=\"backward\" times=\"99\"/>",
          "|:",
          ":|",
          "::",
          ":||:",
          "[1",
          "[2",
          "|]",
          "(3",
          "(9:2:9",
          "{",
          "}",
          "[",
          "]",
          "<<",
          ">>>",
          "-",
          "\"C\"",
          "\"^\"",
          "!",
          "z9999999",
          "Z9999",
          "A////////",
          "A9999/9999",
          "''''",
          ",,,,",
          "^^",
          "__",
          "\nX:1\n",
          "\nK:C\n",
          "\nK:none\n",
          "\nL:1/0\n",
          "\nL:1/1024\n",
          "\nM:none\n",
          "\nM:0/4\n",
          "\nM:99999/1\n",
          "\nQ:0\n",
          "\nQ:1/4=0\n",
          "\nQ:1/4=999999999\n",
          "\nV:2\n",
          "\nP:A3(AB)9\n",
          "\n",
          "\r",
          "\\");

  private final SplittableRandom random;
  private final byte[] other;

  /** What new bytes are cut to: half of the mutants of MIDI files get data bytes only. */
  private final int mask;

  /**
   * @param random decides all; the same state makes the same mutants
   * @param other a file to take pieces from
   */
  Mutator(SplittableRandom random, byte[] other) {
    this.random = random;
    this.other = other;
    mask = random.nextBoolean() ? 0x7f : 0xff;
  }

  byte[] mutant(byte[] file) {
    Optional<List<ZipFiles.Entry>> zipped = ZipFiles.entries(file);
    if (zipped.isPresent() && random.nextInt(4) > 0) {
      // Blind damage hardly ever gets past a checksum.
      return inZip(zipped.get());
    }
    Optional<List<byte[]>> tracks = MidiTracks.of(file);
    if (tracks.isPresent() && random.nextInt(4) > 0) {
      return inTracks(file, tracks.get());
    }
    return damaged(file);
  }

  /** Damages a file a few times over, without regard to what holds it together. */
  private byte[] damaged(byte[] file) {
    byte[] mutant = file;
    boolean text = isText(file);
    int times = 1 << random.nextInt(4);
    for (int i = 0; i < times; i++) {
      byte[] changed = text && random.nextInt(4) > 0 ? changeText(mutant) : changeBytes(mutant);
      mutant = changed.length > MAX_BYTES ? Arrays.copyOf(changed, MAX_BYTES) : changed;
    }
    return mutant;
  }

  private byte[] inZip(List<ZipFiles.Entry> entries) {
    List<ZipFiles.Entry> changed = new ArrayList<>(entries);
    int largest = 0;
    for (int i = 1; i < changed.size(); i++) {
      largest =
          changed.get(i).content().length > changed.get(largest).content().length ? i : largest;
    }
    int at = random.nextInt(4) > 0 ? largest : random.nextInt(changed.size());
    ZipFiles.Entry entry = changed.get(at);
    changed.set(at, new ZipFiles.Entry(entry.name(), mutant(entry.content())));
    return ZipFiles.of(changed);
  }

  /** Lengths of tracks stay right, so that what is within is read. */
  private byte[] inTracks(byte[] file, List<byte[]> tracks) {
    List<byte[]> changed = new ArrayList<>(tracks);
    int at = random.nextInt(changed.size());
    switch (random.nextInt(12)) {
      case 0 -> changed.add(at, changed.get(random.nextInt(changed.size())));
      case 1 -> changed.remove(at);
      case 2 -> changed.addAll(at, MidiTracks.of(other).orElse(List.of()));
      default -> changed.set(at, damaged(changed.get(at)));
    }
    return MidiTracks.file(file, changed);
  }

  private static boolean isText(byte[] file) {
    for (int i = 0; i < Math.min(file.length, 64); i++) {
      if (file[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private byte[] changeBytes(byte[] file) {
    Span span = span(file);
    return switch (random.nextInt(13)) {
      case 0 -> flipped(file);
      case 1, 2 -> set(file, place(file), BYTES[random.nextInt(BYTES.length)]);
      case 3 -> replaced(file, new Span(span.from, span.from), noise());
      case 4 -> replaced(file, span, noise());
      case 5 -> replaced(file, span, new byte[0]);
      case 6 -> replaced(file, new Span(span.from, span.from), span.of(file));
      case 7 -> replaced(file, span, repeated(span.of(file)));
      case 8 -> swapped(file, span, span(file));
      case 9 -> Arrays.copyOf(file, place(file));
      case 10 -> replaced(file, span, span(other).of(other));
      case 11 -> number(file);
      default -> replaced(file, span, longVarint());
    };
  }

  private byte[] changeText(byte[] file) {
    Span token = token(file);
    return switch (random.nextInt(9)) {
      case 0 -> swapped(file, token, token(file));
      case 1 -> replaced(file, token, token(other).of(other));
      case 2 -> replaced(file, token, word());
      case 3 -> replaced(file, new Span(token.from, token.from), word());
      case 4 -> replaced(file, token, new byte[0]);
      case 5 -> replaced(file, token, repeated(token.of(file)));
      case 6 -> swapped(file, element(file), element(file));
      case 7 -> replaced(file, element(file), element(other).of(other));
      default -> replaced(file, element(file), repeated(element(file).of(file)));
    };
  }

  /** Bytes {@code from} to before {@code to}. */
  private record Span(int from, int to) {
    byte[] of(byte[] file) {
      return Arrays.copyOfRange(file, from, to);
    }
  }

  private int place(byte[] file) {
    return file.length == 0 ? 0 : random.nextInt(file.length);
  }

  /** A stretch anywhere, more often short than long. */
  private Span span(byte[] file) {
    int from = place(file);
    int most = 1 << random.nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(file.length + 1));
    return new Span(from, Math.min(file.length, from + 1 + random.nextInt(most)));
  }

  /** The run of letters, digits, blanks or others around a place. */
  private Span token(byte[] file) {
    if (file.length == 0) {
      return new Span(0, 0);
    }
    int at = place(file);
    int kind = kind(file[at]);
    int from = at;
    while (from > 0 && kind(file[from - 1]) == kind) {
      from--;
    }
    int to = at + 1;
    while (to < file.length && kind(file[to]) == kind) {
      to++;
    }
    return new Span(from, to);
  }

  private static int kind(byte octet) {
    if (octet >= '0' && octet <= '9') {
      return 0;
    }
    if ((octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z')) {
      return 1;
    }
    return octet == ' ' || octet == '\n' || octet == '\r' ? 2 : 3;
  }

  /** From a tag, line or bar to one of those after it. */
  private Span element(byte[] file) {
    int from = joint(file, place(file));
    int to = from;
    for (int joints = 1 << random.nextInt(6); joints > 0; joints--) {
      to = joint(file, Math.min(file.length, to + 1));
    }
    return new Span(from, to);
  }

  private static int joint(byte[] file, int start) {
    int at = start;
    while (at < file.length && file[at] != '<' && file[at] != '\n' && file[at] != '|') {
      at++;
    }
    return at;
  }

  private byte[] flipped(byte[] file) {
    int at = place(file);
    return file.length == 0 ? file : set(file, at, file[at] ^ (1 << random.nextInt(8)));
  }

  private byte[] set(byte[] file, int at, int octet) {
    byte[] changed = file.clone();
    if (at < changed.length) {
      changed[at] = (byte) (octet & mask);
    }
    return changed;
  }

  private static byte[] replaced(byte[] file, Span span, byte[] by) {
    return ByteBuffer.allocate(file.length - (span.to - span.from) + by.length)
        .put(file, 0, span.from)
        .put(by)
        .put(file, span.to, file.length - span.to)
        .array();
  }

  private static byte[] swapped(byte[] file, Span one, Span two) {
    Span left = one.from <= two.from ? one : two;
    Span right = one.from <= two.from ? two : one;
    if (right.from < left.to) {
      return file.clone();
    }
    return replaced(replaced(file, right, left.of(file)), left, right.of(file));
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(1 << random.nextInt(8))];
    random.nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] &= (byte) mask;
    }
    return noise;
  }

  private byte[] repeated(byte[] unit) {
    int times = 1 << random.nextInt(14);
    int most = unit.length == 0 ? 0 : Math.max(1, MAX_BYTES / 2 / unit.length);
    ByteBuffer all = ByteBuffer.allocate(unit.length * Math.min(times, most));
    while (all.hasRemaining()) {
      all.put(unit);
    }
    return all.array();
  }

  private byte[] longVarint() {
    byte[] digits = new byte[1 + random.nextInt(12)];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) (0x80 | random.nextInt(128));
    }
    digits[digits.length - 1] &= 0x7f;
    return digits;
  }

  /** Overwrites two or four bytes, half of the times after a mark. */
  private byte[] number(byte[] file) {
    int at = place(file);
    if (random.nextBoolean()) {
      String mark = MARKS.get(random.nextInt(MARKS.size()));
      int found = new String(file, ISO_8859_1).indexOf(mark, at);
      at = found < 0 ? at : found + mark.length() + random.nextInt(8);
    }
    long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
    byte[] changed = file.clone();
    int size = random.nextBoolean() ? 2 : 4;
    for (int i = 0; i < size && at + i < changed.length; i++) {
      changed[at + i] = (byte) (number >> (8 * (size - 1 - i)));
    }
    return changed;
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(ISO_8859_1);
  }
}
