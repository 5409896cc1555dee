package io.cantus.jobs.source;

import io.cantus.jobs.source.Layout.OneFolder;
import java.util.List;

/**
 * Finds the layout of an archive, entry by entry. The first folder that is met is taken for the one
 * that holds all files to convert, until one of them lies elsewhere.
 */
final class LayoutGuess {
  private Layout layout;

  /** Whether a file to convert lies in the folder that was taken for the one that holds all. */
  private boolean confirmed;

  /** Begins with what is known already. */
  LayoutGuess(Layout known) {
    layout = known;
    confirmed = !known.equals(Layout.UNKNOWN);
  }

  Layout layout() {
    return layout;
  }

  /** Takes notice of a folder at the top in which no file to convert was met yet. */
  void glimpse(String folder) {
    if (layout.equals(Layout.UNKNOWN)) {
      layout = new OneFolder(folder);
    }
  }

  /**
   * Takes a file to convert into account.
   *
   * @return false if it contradicts the layout that was given out before; there is a new one now
   */
  boolean accept(List<String> parts) {
    if (layout.equals(Layout.SEVERAL) || layout.equals(Layout.BY_COLLECTION)) {
      return true;
    }
    Layout before = layout;
    Layout found = parts.size() == 1 ? Layout.SEVERAL : new OneFolder(parts.get(0));
    boolean agrees = before.equals(Layout.UNKNOWN) || before.equals(found);
    layout = agrees || !confirmed ? found : Layout.SEVERAL;
    confirmed = true;
    return agrees;
  }
}
