package io.cantus.jobs.source;

/**
 * An entry of an archive as its header describes it.
 *
 * @param name as stored
 * @param bytes size of a file once unpacked
 * @param reason why it is refused; empty for those that are not
 * @param detail one sentence for a person, where there is a reason
 */
record ArchiveEntry(String name, Type type, long bytes, String reason, String detail) {

  /** What an entry is. */
  enum Type {
    FILE,
    /** A file that cannot be read. */
    UNREADABLE_FILE,
    FOLDER,
    /** Neither file nor folder. */
    SPECIAL
  }

  static ArchiveEntry file(String name, long bytes) {
    return new ArchiveEntry(name, Type.FILE, bytes, "", "");
  }

  static ArchiveEntry unreadable(String name, String reason, String detail) {
    return new ArchiveEntry(name, Type.UNREADABLE_FILE, 0, reason, detail);
  }

  static ArchiveEntry folder(String name) {
    return new ArchiveEntry(name, Type.FOLDER, 0, "", "");
  }

  static ArchiveEntry special(String name, String reason, String detail) {
    return new ArchiveEntry(name, Type.SPECIAL, 0, reason, detail);
  }
}
