package io.cantus.jobs.source;

import io.cantus.transforms.source.SourceFile;

/** What is to be done about an entry of an archive. */
sealed interface Verdict {
  /** The entry belongs to something that was refused as a whole, or is but a folder. */
  Verdict PASS = new Pass();

  /** It is a file to convert. */
  record Read(SourceFile source) implements Verdict {}

  /** It is refused. */
  record Refuse(SourceItem.Refused refused) implements Verdict {}

  /** See {@link #PASS}. */
  record Pass() implements Verdict {}
}
