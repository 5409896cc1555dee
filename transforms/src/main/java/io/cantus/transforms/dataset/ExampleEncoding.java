package io.cantus.transforms.dataset;

import java.util.Locale;

/** How a SequenceExample holds a melody. A data set may mix both. */
public enum ExampleEncoding {
  /** Inputs and labels in full, as Magenta writes them. */
  DENSE,
  /** The melody's events, from which inputs and labels follow: see {@link CompactExample}. */
  COMPACT;

  /** The name as options and manifests have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
