package io.cantus.transforms.musicxml;

import io.cantus.transforms.musicxml.ZipDirectory.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A score in an archive, as {@code .mxl} files are. Its container file names it, first of all that
 * it names (others are the same score in other forms). Where the container is missing, broken or
 * names no file of the archive, but there is one score only, that one is meant. note-seq refuses
 * those, among them all archives whose programs forgot to escape an apostrophe in a title.
 */
final class CompressedScore {
  private static final String META = "META-INF/";
  private static final String CONTAINER = META + "container.xml";
  private static final String MEDIA_TYPE = "application/vnd.recordare.musicxml+xml";

  private final ZipDirectory zip;
  private final long limit;

  private CompressedScore(ZipDirectory zip, long limit) {
    this.zip = zip;
    this.limit = limit;
  }

  /**
   * The score's text, as XML.
   *
   * @param limit most bytes that it may have
   */
  static byte[] unpack(byte[] archive, long limit) throws MalformedScoreException {
    CompressedScore score = new CompressedScore(new ZipDirectory(archive), limit);
    return score.zip.read(score.find(), limit);
  }

  private Entry find() throws MalformedScoreException {
    Optional<Entry> named = entry(CONTAINER).flatMap(this::nameInContainer).flatMap(this::entry);
    if (named.isPresent()) {
      return named.get();
    }
    List<Entry> scores =
        zip.entries().stream().filter(entry -> hasScoreName(entry.name())).toList();
    if (scores.size() != 1) {
      throw new MalformedScoreException(
          "no-score-in-archive",
          CONTAINER
              + " names no file of the archive, and "
              + scores.size()
              + " of its files could be the score");
    }
    return scores.get(0);
  }

  private Optional<Entry> entry(String name) {
    return zip.entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  private static boolean hasScoreName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return (lower.endsWith(".xml") || lower.endsWith(".musicxml"))
        && !name.startsWith(META)
        // What macOS adds for each file.
        && !name.startsWith("__MACOSX/");
  }

  private Optional<String> nameInContainer(Entry container) {
    String[] name = {null};
    try {
      XmlCursor xml = new XmlCursor(zip.read(container, limit));
      xml.enterRoot();
      xml.readChildren(
          child -> {
            if (child.equals("rootfiles")) {
              xml.readChildren(
                  rootfile -> {
                    boolean isScore = xml.attribute("media-type", MEDIA_TYPE).equals(MEDIA_TYPE);
                    if (name[0] == null && rootfile.equals("rootfile") && isScore) {
                      name[0] = xml.attribute("full-path", "");
                    }
                  });
            }
          });
    } catch (MalformedScoreException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(name[0]);
  }
}
