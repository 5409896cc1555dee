package io.cantus.jobs.source;

/**
 * An archive that is read as a stream was taken for one folder with all that is in it, and a file
 * was found that lies elsewhere: all files so far had the wrong names. Whoever reads starts over
 * with {@link Sources#again}.
 */
public final class NamesChanged extends RuntimeException {
  NamesChanged(String message) {
    super(message);
  }
}
