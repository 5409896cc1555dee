package io.cantus.jobs.source;

/** Where the files of an archive lie, from which their collection and names follow. */
sealed interface Layout {
  /** Not known yet. */
  Layout UNKNOWN = new Unknown();

  /** In several folders, or in none: the archive is the collection. */
  Layout SEVERAL = new Several();

  /** Each name begins with its collection, which may be empty, and a slash. */
  Layout BY_COLLECTION = new ByCollection();

  /** See {@link #UNKNOWN}. */
  record Unknown() implements Layout {}

  /** See {@link #SEVERAL}. */
  record Several() implements Layout {}

  /** See {@link #BY_COLLECTION}. */
  record ByCollection() implements Layout {}

  /** In one folder, which is the collection. */
  record OneFolder(String name) implements Layout {}
}
