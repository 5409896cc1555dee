package io.cantus.transforms.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Takes zip files apart and puts them together again, always to the same bytes. */
public final class ZipFiles {
  private ZipFiles() {}

  /** A file in a zip file. */
  public record Entry(String name, byte[] content) {}

  /** A zip file of these entries. */
  public static byte[] of(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        ZipEntry header = new ZipEntry(entry.name());
        header.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(header);
        zip.write(entry.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The entries of a zip file; empty if it is damaged, or none at all. */
  static Optional<List<Entry>> entries(byte[] file) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.add(new Entry(entry.getName(), zip.readNBytes(1 << 18)));
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
  }
}
