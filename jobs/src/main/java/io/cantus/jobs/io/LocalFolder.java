package io.cantus.jobs.io;

import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.FolderWalk.Kind;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Lists a folder of the local disk with one call of the system for each file, where Hadoop makes
 * several, and with the links to nowhere and the special files that Hadoop leaves out or takes for
 * plain files.
 */
final class LocalFolder {
  private LocalFolder() {}

  /** What is in a folder, in no order. */
  static List<Entry> list(Path folder) throws IOException {
    File local = new File(folder.toUri().getPath());
    String[] names = local.list();
    if (names == null) {
      throw new IOException("there is no permission to list it, or it is gone");
    }
    String location = Storage.location(folder);
    String prefix = location.endsWith("/") ? location : location + "/";
    List<Entry> children = new ArrayList<>(names.length);
    for (String name : names) {
      children.add(entry(local, name, prefix + encoded(name)));
    }
    return children;
  }

  private static Entry entry(File folder, String name, String location) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(
              java.nio.file.Path.of(folder.getPath(), name), BasicFileAttributes.class);
      return new Entry(
          name,
          location,
          attributes.size(),
          attributes.lastModifiedTime().toMillis(),
          kind(attributes));
    } catch (IOException | InvalidPathException e) {
      // Such as a link to nowhere: reading it tells.
      return new Entry(name, location, 0, 0, Kind.FILE);
    }
  }

  private static Kind kind(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return Kind.FOLDER;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
  }

  /** A name as a part of a URI. */
  private static String encoded(String name) {
    if (name.chars().allMatch(LocalFolder::isPlain)) {
      return name;
    }
    try {
      return new URI(null, null, "/" + name, null).getRawPath().substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("every name can be a path", e);
    }
  }

  private static boolean isPlain(int unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || (unit >= '0' && unit <= '9')
        || unit == '.'
        || unit == '_'
        || unit == '-';
  }
}
