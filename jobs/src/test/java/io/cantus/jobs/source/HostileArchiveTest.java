package io.cantus.jobs.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that lie, are damaged, or were made to harm. */
final class HostileArchiveTest {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int TAR_BLOCK = 512;
  private static final int TAR_SIZE = 124;
  private static final int TAR_CHECKSUM = 148;
  private static final int ZIP_LOCAL = 0x04034b50;
  private static final int ZIP_CENTRAL = 0x02014b50;

  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private String write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
    return folder.resolve(name).toString();
  }

  private Found found(String input) {
    return Found.in(storage, open(input, ArchiveLimits.DEFAULTS));
  }

  private Sources open(String input, ArchiveLimits limits) {
    return Sources.open(
        storage, List.of(input), Depth.ALL_SUBFOLDERS, limits, ConversionLimits.DEFAULTS);
  }

  private List<String> reasons(Found found) {
    return found.refused().stream()
        .map(refusal -> refusal.source() + " " + refusal.reason())
        .toList();
  }

  /** Files that hold their names in capitals, and folders. */
  private static Map<String, String> files(String... names) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, name.endsWith("/") ? "" : name.toUpperCase(Locale.ROOT));
    }
    return files;
  }

  /** A tar archive whose entries the test makes itself. */
  private static byte[] tar(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (TarArchiveEntry entry : entries) {
        tar.putArchiveEntry(entry);
        tar.write(new byte[(int) entry.getSize()]);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static TarArchiveEntry entry(String name) {
    return new TarArchiveEntry(name, true);
  }

  private static TarArchiveEntry entry(String name, byte type) {
    return new TarArchiveEntry(name, type);
  }

  /** Sets the size in the first header of a tar archive, and the checksum to match. */
  private static byte[] withSize(byte[] tar, String size) {
    System.arraycopy(size.getBytes(UTF_8), 0, tar, TAR_SIZE, size.length());
    Arrays.fill(tar, TAR_CHECKSUM, TAR_CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++) {
      sum += Byte.toUnsignedInt(tar[i]);
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(UTF_8);
    System.arraycopy(text, 0, tar, TAR_CHECKSUM, text.length);
    return tar;
  }

  /** Where in a zip archive the n-th thing with this signature is. */
  private static int at(byte[] zip, int signature, int n) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int left = n;
    for (int i = 0; i + 4 <= zip.length; i++) {
      if (bytes.getInt(i) == signature && left-- == 0) {
        return i;
      }
    }
    throw new AssertionError("no such thing");
  }

  @Test
  void namesThatLeadOutOfTheArchiveAreRefused() throws IOException {
    byte[] tar =
        tar(
            entry("a/../../x.mid"),
            entry("/etc/x.mid"),
            entry("C:\\x.mid"),
            entry("./a//./ok.mid"),
            entry(".."));
    assertThat(found(write("t.tar", tar)).names()).containsExactly("a: ok.mid");
    assertThat(reasons(found(write("t.tar", tar))))
        .containsExactly(
            "t/a/../../x.mid path-escape",
            "t//etc/x.mid path-escape",
            "t/C:\\x.mid path-escape",
            "t/.. path-escape");
  }

  @Test
  void aNameThatNoFileSystemWouldTakeIsRefused() throws IOException {
    String name = "a/" + "b".repeat(5000) + ".mid";
    Found found = found(write("t.tar.gz", Packed.gzip(Packed.tar(files(name, "a/ok.mid")))));
    assertThat(found.names()).containsExactly("a: ok.mid");
    assertThat(found.refused().get(0).reason()).isEqualTo("name-too-long");
    assertThat(found.refused().get(0).source()).hasSizeLessThan(5000);
  }

  @Test
  void whatIsNoPlainFileIsRefused() throws IOException {
    byte[] tar =
        tar(
            entry("a/ok.mid"),
            entry("a/symbolic.mid", TarConstants.LF_SYMLINK),
            entry("a/hard.mid", TarConstants.LF_LINK),
            entry("a/chr.mid", TarConstants.LF_CHR),
            entry("a/fifo.mid", TarConstants.LF_FIFO),
            entry("a/odd.mid", (byte) 'Z'),
            entry("a/last.mid"));
    Found found = found(write("t.tar.gz", Packed.gzip(tar)));
    assertThat(found.names()).containsExactly("a: ok.mid", "a: last.mid");
    assertThat(reasons(found))
        .containsExactly(
            "a/symbolic.mid link",
            "a/hard.mid link",
            "a/chr.mid device",
            "a/fifo.mid device",
            "a/odd.mid unknown-entry-type");
  }

  @Test
  void sparseFilesAreRefusedAndTheNextEntryIsFound() throws IOException {
    TarArchiveEntry sparse = entry("a/sparse.mid", TarConstants.LF_GNUTYPE_SPARSE);
    sparse.setSize(TAR_BLOCK);
    byte[] old = tar(sparse, entry("a/ok.mid"));
    // The map goes on in two more blocks before the data.
    old[482] = 1;
    old = withSize(old, "00000001000");
    byte[] map = new byte[2 * TAR_BLOCK];
    map[504] = 1;
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.write(old, 0, TAR_BLOCK);
    longer.write(map);
    longer.write(old, TAR_BLOCK, old.length - TAR_BLOCK);
    Found found = found(write("t.tar", longer.toByteArray()));
    assertThat(reasons(found)).containsExactly("a/sparse.mid sparse-file");
    assertThat(found.names()).containsExactly("a: ok.mid");

    byte[] header = "22 GNU.sparse.major=1\n30 GNU.sparse.name=b/real.mid\n".getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry attributes = entry("b/x", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
      attributes.setSize(header.length);
      tar.putArchiveEntry(attributes);
      tar.write(header);
      tar.closeArchiveEntry();
      tar.putArchiveEntry(entry("GNUSparseFile.0/real.mid"));
      tar.closeArchiveEntry();
    }
    assertThat(reasons(found(write("pax.tar", out.toByteArray()))))
        .containsExactly("b/real.mid sparse-file");
  }

  @Test
  void theSecondFileOfANameIsRefused() throws IOException {
    byte[] tar = tar(entry("a/x.mid"), entry("a/./x.mid"), entry("a/X.mid"));
    Found found = found(write("t.tar", tar));
    assertThat(found.names()).containsExactly("a: x.mid", "a: X.mid");
    assertThat(reasons(found)).containsExactly("a/x.mid duplicate-entry");
  }

  @Test
  void whatMacOsWritesBesideTheFilesDoesNotChangeTheirNames() throws IOException {
    byte[] zip =
        Packed.zip(
            files("._a", "a/", "a/x.mid", "a/._x.mid", "__MACOSX/a/._x.mid", ".DS_Store"),
            DEFLATED,
            Zip64Mode.Never);
    Found found = found(write("t.zip", zip));
    assertThat(found.names()).containsExactly("a: x.mid");
    assertThat(reasons(found))
        .containsExactly(
            "t/._a system-file",
            "a/._x.mid system-file",
            "t/__MACOSX/a/._x.mid system-file",
            "t/.DS_Store system-file");
  }

  @Test
  void filesInSeveralFoldersAreNamedAfterTheArchiveHoweverItIsRead() throws IOException {
    byte[] zip = Packed.zip(files("a/1.mid", "a/2.mid", "b/3.mid"), DEFLATED, Zip64Mode.Never);
    byte[] tar = Packed.tar(files("a/1.mid", "a/2.mid", "b/3.mid"));
    for (String archive :
        List.of(write("t.zip", zip), write("t.tar", tar), write("t.tgz", Packed.gzip(tar)))) {
      assertThat(found(archive).names()).containsExactly("t: a/1.mid", "t: a/2.mid", "t: b/3.mid");
    }
  }

  @Test
  void aStreamSaysThatNamesWereWrongBeforeItGivesOutTheNext() throws IOException {
    String archive =
        write("t.tar", Packed.tar(files("empty/", "a/x.txt", "b/1.mid", "b/2.mid", "c.mid")));
    try (Sources sources = open(archive, ArchiveLimits.DEFAULTS)) {
      assertThat(sources.next()).isInstanceOf(SourceItem.Refused.class);
      assertThatThrownBy(sources::next).isInstanceOf(NamesChanged.class);
      try (Sources second = sources.again()) {
        second.next();
        assertThat(((Located) second.next()).entry().source().path()).isEqualTo("b/1.mid");
        second.next();
        assertThatThrownBy(second::next).isInstanceOf(NamesChanged.class);
        assertThat(Found.in(storage, second.again()).names())
            .containsExactly("t: b/1.mid", "t: b/2.mid", "t: c.mid");
      }
    }
  }

  @Test
  void whatIsNoFileToConvertDoesNotChangeNames() throws IOException {
    byte[] tar = Packed.tar(files("a/1.mid", "readme.txt", "b/notes.txt"));
    Found found = found(write("t.tar", tar));
    assertThat(found.names()).containsExactly("a: 1.mid");
    assertThat(reasons(found))
        .containsExactly("t/readme.txt no-converter", "t/b/notes.txt no-converter");
  }

  @Test
  void archivesOverALimitAreBadInput() throws IOException {
    byte[] tar = Packed.tar(files("a/1.mid", "a/2.mid", "a/3.mid"));
    byte[] zip = Packed.zip(files("a/1.mid", "a/2.mid", "a/3.mid"), STORED, Zip64Mode.Never);
    for (String archive :
        List.of(write("t.tar", tar), write("t.tar.gz", Packed.gzip(tar)), write("t.zip", zip))) {
      assertThatThrownBy(() -> Found.in(storage, open(archive, new ArchiveLimits(2, 10_000))))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "%s holds more than the limit of 2 entries (--max_archive_entries);"
                  + " the last entry before it is 'a/2.mid'",
              archive);
      assertThatThrownBy(() -> Found.in(storage, open(archive, new ArchiveLimits(9, 15))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("15 bytes unpacked (--max_archive_bytes)");
    }
  }

  @Test
  void sizesAndNamesThatLieTakeNoMemory() throws IOException {
    byte[] huge = withSize(tar(entry("a.mid")), "77777777777");
    byte[] name = withSize(tar(entry("a", TarConstants.LF_GNUTYPE_LONGNAME)), "77777777777");
    ArchiveLimits none = new ArchiveLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    for (byte[] tar : List.of(huge, name)) {
      for (String archive : List.of(write("t.tar", tar), write("t.tar.gz", Packed.gzip(tar)))) {
        assertThatThrownBy(() -> Found.in(storage, open(archive, none)))
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith(archive + " is damaged or cut off at byte ");
      }
    }
  }

  @Test
  void anyNumberOfEmptyMembersIsNoMember() throws IOException {
    byte[] empty = Packed.gzip(new byte[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      out.write(empty);
    }
    out.write(Packed.gzip(Packed.tar(files("a.mid"))));
    assertThat(found(write("t.tar.gz", out.toByteArray())).names()).containsExactly("t: a.mid");
  }

  @Test
  void aTarWithoutEndMarkIsCutOff() throws IOException {
    byte[] tar = Packed.tar(files("a.mid"));
    byte[] cut = Arrays.copyOf(tar, 2 * TAR_BLOCK);
    for (String archive : List.of(write("t.tar", cut), write("t.tgz", Packed.gzip(cut)))) {
      assertThatThrownBy(() -> found(archive))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(", after a.mid: the end mark is missing");
    }
    assertThat(found(write("one.tar", Arrays.copyOf(tar, 3 * TAR_BLOCK))).names()).hasSize(1);
  }

  @Test
  void singleFilesOfAZipThatCannotBeReadAreRefused() throws IOException {
    byte[] zip =
        Packed.zip(
            files("a/secret.mid", "a/packed.mid", "a/long.mid", "a/away.mid", "a/ok.mid"),
            STORED,
            Zip64Mode.Never);
    zip[at(zip, ZIP_CENTRAL, 0) + 8] |= 1;
    zip[at(zip, ZIP_CENTRAL, 1) + 10] = 12;
    zip[at(zip, ZIP_CENTRAL, 2) + 24] ^= 2;
    zip[at(zip, ZIP_CENTRAL, 3) + 44] = 1;
    Found found = found(write("t.zip", zip));
    assertThat(found.names()).containsExactly("a: ok.mid");
    assertThat(reasons(found))
        .containsExactly(
            "a/secret.mid encrypted",
            "a/packed.mid unsupported-compression",
            "a/long.mid wrong-size",
            "a/away.mid wrong-place");
  }

  @Test
  void aFileOfAZipIsCheckedWhenItIsRead() throws IOException {
    byte[] zip = Packed.zip(files("a/1.mid", "a/2.mid", "a/3.mid"), DEFLATED, Zip64Mode.Never);
    byte[] bomb = Packed.zip(Map.of("a.mid", "0".repeat(1 << 20)), DEFLATED, Zip64Mode.Never);
    bomb[at(bomb, ZIP_CENTRAL, 0) + 26] = 1;
    zip[at(zip, ZIP_LOCAL, 0)] = 'X';
    int second = at(zip, ZIP_LOCAL, 0);
    zip[second + 30 + "a/2.mid".length() + 2] ^= 1;
    List<String> reasons = new ArrayList<>();
    for (String archive : List.of(write("t.zip", zip), write("bomb.zip", bomb))) {
      try (Sources sources = open(archive, ArchiveLimits.DEFAULTS);
          SourceReader reader = new SourceReader(storage)) {
        while (sources.hasNext()) {
          SourceEntry entry = ((Located) sources.next()).entry();
          try {
            reasons.add(new String(reader.read(entry), UTF_8));
          } catch (IOException e) {
            reasons.add(e.getMessage());
          }
        }
      }
    }
    assertThat(reasons)
        .containsExactly(
            "there is no header of a zip archive at byte 0",
            "its checksum is wrong",
            "A/3.MID",
            "it unpacks to more than the 65536 bytes that the archive says");
  }

  @Test
  void zipNamesThatAreNotUtf8AreThoseOfTheFirstPc() throws IOException {
    byte[] zip = Packed.zip(files("caf\u00e9/x.mid"), STORED, Zip64Mode.Never);
    assertThat(found(write("utf8.zip", withoutUtf8Flag(zip.clone()))).names())
        .containsExactly("caf\u00e9: x.mid");
    byte[] pc = Packed.zip(files("caf__/x.mid"), STORED, Zip64Mode.Never);
    String text = new String(pc, ISO_8859_1).replace("caf__/", "caf\u0082\\\\");
    byte[] dos = withoutUtf8Flag(text.getBytes(ISO_8859_1));
    dos[at(dos, ZIP_CENTRAL, 0) + 5] = 0;
    assertThat(found(write("pc.zip", dos)).names()).containsExactly("caf\u00e9: x.mid");
  }

  private static byte[] withoutUtf8Flag(byte[] zip) {
    zip[at(zip, ZIP_CENTRAL, 0) + 9] &= ~8;
    return zip;
  }

  @Test
  void anArchiveThatIsCutOffAnywhereIsNeverTakenForAWholeOne() throws IOException {
    Map<String, String> files = files("a/1.mid", "a/2.txt", "a/3.mid");
    byte[] tar = Packed.tar(files);
    for (Map.Entry<String, byte[]> whole :
        Map.of(
                "t.tar",
                Arrays.copyOf(tar, 7 * TAR_BLOCK),
                "t.tar.gz",
                Packed.gzip(tar),
                "t.zip",
                Packed.zip(files, DEFLATED, Zip64Mode.Never),
                "large.zip",
                Packed.zip(files, DEFLATED, Zip64Mode.Always))
            .entrySet()) {
      assertThat(found(write(whole.getKey(), whole.getValue())).names()).hasSize(2);
      int last = whole.getKey().equals("t.tar") ? 6 * TAR_BLOCK : whole.getValue().length - 1;
      int step = whole.getKey().equals("t.tar") ? 37 : 1;
      for (int length = 0; length <= last; length += step) {
        String cut = write(whole.getKey(), Arrays.copyOf(whole.getValue(), length));
        assertThatThrownBy(() -> found(cut))
            .as("%s of %d bytes", cut, length)
            .isInstanceOf(BadInputException.class);
      }
    }
  }

  @Test
  void noDamageIsMoreThanBadInput() throws IOException {
    Map<String, String> files = files("a/1.mid", "a/2.mid", "a/" + "long".repeat(40) + ".mid");
    byte[] tar = Packed.tar(files);
    Random random = new Random(20);
    for (Map.Entry<String, byte[]> whole :
        Map.of(
                "t.tar",
                Arrays.copyOf(tar, 12 * TAR_BLOCK),
                "t.tar.gz",
                Packed.gzip(tar),
                "t.zip",
                Packed.zip(files, DEFLATED, Zip64Mode.Always))
            .entrySet()) {
      for (int mutant = 0; mutant < 500; mutant++) {
        byte[] bytes = whole.getValue().clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String archive = write(whole.getKey(), bytes);
        try {
          readWhatCanBeRead(archive);
        } catch (BadInputException e) {
          assertThat(e).hasMessageContaining(archive);
        }
      }
    }
  }

  private void readWhatCanBeRead(String archive) throws IOException {
    try (Sources sources = open(archive, ArchiveLimits.DEFAULTS);
        SourceReader reader = new SourceReader(storage)) {
      while (sources.hasNext()) {
        if (sources.next() instanceof Located located) {
          try {
            assertThat(reader.read(located.entry())).hasSize((int) located.entry().bytes());
          } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("null");
          }
        }
      }
    } catch (NamesChanged e) {
      assertThat(e).hasMessageContaining("elsewhere");
    }
  }

  @Test
  void archivesOfNothingAreBadInput() throws IOException {
    for (String archive :
        List.of(
            write("t.tar", tar()),
            write("t.tar.gz", Packed.gzip(tar(entry("a/")))),
            write("t.zip", Packed.zip(Map.of(), STORED, Zip64Mode.Never)))) {
      assertThatThrownBy(() -> found(archive))
          .isInstanceOf(BadInputException.class)
          .hasMessage("there are no files in " + archive);
    }
    assertThatThrownBy(() -> found(write("no.tar", new byte[0])))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no.tar is damaged or cut off at byte 0: ");
    assertThatThrownBy(() -> found(write("text.zip", "text".getBytes(UTF_8))))
        .isInstanceOf(BadInputException.class);
  }
}
