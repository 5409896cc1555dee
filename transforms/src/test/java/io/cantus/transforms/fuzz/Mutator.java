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

  private static final List<String> VALUES =
      List.of(
          (" 0 -0 -1 1 2 3 7 12 64 127 128 255 1024 1000000 16777216 2147483647 2147483648"
                  + " -2147483649 9223372036854775808 1e9 1e308 1e999 1e-300 NaN Infinity -0.5"
                  + " 0.000001 1.5 1/0 0/1 3+2 99999/7 yes no start stop A H C quarter 1024th"
                  + " maxima chord slash")
              .split(" "));

  /** Pieces of XML and ABC, one a line. */
  private static final List<String> PIECES =
      """
      <!ENTITY e "e">
      &e;
      &amp;
      &#0;
      ]]>
      <![CDATA[
      <!--
      -->
      <backup><duration>9999</duration></backup>
      <forward><duration>99999999</duration></forward>
      <divisions>0</divisions>
      <divisions>2147483647</divisions>
      <chord/>
      <grace/>
      <dot/>
      <rest/>
      <tie type="start"/>
      <unpitched/>
      <sound tempo="0"/>
      <sound tempo="1e-300"/>
      <sound dacapo="yes"/>
      <sound dalsegno="s"/>
      <sound segno="s" fine="yes" tocoda="c" coda="c"/>
      <time><beats>7</beats><beat-type>3</beat-type></time>
      <key><fifths>99</fifths></key>
      <transpose><chromatic>-999</chromatic></transpose>
      <repeat direction="forward"/>
      <repeat direction="backward" times="99"/>
      <ending number="1, 2" type="start"/>
      <ending number="3" type="stop"/>
      <actual-notes>0</actual-notes>
      |:
      :|
      ::
      :||:
      [1
      [2
      |]
      (3
      (9:2:9
      {
      }
      [
      ]
      <<
      >>>
      -
      "C"
      "^"
      !
      z9999999
      Z9999
      A////////
      A9999/9999
      ''''
      ,,,,
      ^^
      __
      \\nX:1\\n
      \\nK:C\\n
      \\nK:none\\n
      \\nL:1/0\\n
      \\nL:1/1024\\n
      \\nM:none\\n
      \\nM:0/4\\n
      \\nM:99999/1\\n
      \\nQ:0\\n
      \\nQ:1/4=0\\n
      \\nQ:1/4=999999999\\n
      \\nV:2\\n
      \\nP:A3(AB)9\\n
      \\n
      \\r
      \\0
      \\\\
      """
          .lines()
          .map(String::translateEscapes)
          .toList();

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
    boolean markup = Markup.is(file) && random.nextInt(4) > 0;
    int times = 1 << random.nextInt(4);
    for (int i = 0; i < times; i++) {
      byte[] changed;
      if (markup) {
        changed = changeMarkup(mutant);
      } else {
        changed = text && random.nextInt(4) > 0 ? changeText(mutant) : changeBytes(mutant);
      }
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
      case 3 -> Span.empty(span.from()).replaced(file, noise());
      case 4 -> span.replaced(file, noise());
      case 5 -> span.replaced(file, new byte[0]);
      case 6 -> Span.empty(span.from()).replaced(file, span.of(file));
      case 7 -> span.replaced(file, repeated(span.of(file)));
      case 8 -> Span.swapped(file, span, span(file));
      case 9 -> Arrays.copyOf(file, place(file));
      case 10 -> span.replaced(file, span(other).of(other));
      case 11 -> number(file);
      default -> span.replaced(file, longVarint());
    };
  }

  private byte[] changeText(byte[] file) {
    Span token = token(file);
    Span stretch = stretch(file);
    return switch (random.nextInt(9)) {
      case 0 -> Span.swapped(file, token, token(file));
      case 1 -> token.replaced(file, token(other).of(other));
      case 2 -> token.replaced(file, one(random.nextBoolean() ? VALUES : PIECES));
      case 3 -> Span.empty(token.from()).replaced(file, one(PIECES));
      case 4 -> token.replaced(file, new byte[0]);
      case 5 -> token.replaced(file, repeated(token.of(file)));
      case 6 -> Span.swapped(file, stretch, stretch(file));
      case 7 -> stretch.replaced(file, stretch(other).of(other));
      default -> stretch.replaced(file, repeated(stretch.of(file)));
    };
  }

  /** Changes that leave XML well-formed, most of them. */
  private byte[] changeMarkup(byte[] file) {
    Span element = Markup.element(file, place(file));
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> Markup.text(file, place(file)).replaced(file, one(VALUES));
      case 3 -> Markup.value(file, place(file)).replaced(file, one(VALUES));
      case 4 -> Span.empty(element.from()).replaced(file, one(PIECES));
      case 5 -> element.replaced(file, new byte[0]);
      case 6 -> element.replaced(file, repeated(element.of(file)));
      case 7 -> Span.swapped(file, element, Markup.element(file, place(file)));
      default -> element.replaced(file, Markup.element(other, place(other)).of(other));
    };
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
  private Span stretch(byte[] file) {
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

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(1 << random.nextInt(8))];
    random.nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] &= (byte) mask;
    }
    return noise;
  }

  private byte[] repeated(byte[] unit) {
    // Seldom many, which take most of the time.
    int times = 1 << random.nextInt(random.nextInt(8) == 0 ? 14 : 6);
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

  private byte[] one(List<String> words) {
    return words.get(random.nextInt(words.size())).getBytes(ISO_8859_1);
  }
}
