package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.MalformedScoreException.quoted;

import io.cantus.transforms.source.ConversionLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a MusicXML document, whether it has measures within parts or parts within measures. */
final class ScoreReader {
  /** An orchestra has about 40. */
  private static final int MAX_PARTS = 10_000;

  private final XmlCursor xml;
  private final ConversionLimits limits;
  private final NoteCount noteCount;
  private final Map<String, ScorePart> scoreParts = new HashMap<>();
  private final List<PartReader> parts = new ArrayList<>();
  private final List<String> creators = new ArrayList<>();
  private String title = "";
  private long lengthOfNames;

  private ScoreReader(byte[] xml, ConversionLimits limits) throws MalformedScoreException {
    this.xml = new XmlCursor(xml);
    this.limits = limits;
    noteCount = new NoteCount(limits.maxNotes());
  }

  /** Reads the text of a score. */
  static Score read(byte[] xml, ConversionLimits limits) throws MalformedScoreException {
    ScoreReader reader = new ScoreReader(xml, limits);
    reader.readDocument();
    return new Score(
        reader.title, reader.creators, reader.parts.stream().map(PartReader::part).toList());
  }

  private void readDocument() throws MalformedScoreException {
    String root = xml.enterRoot();
    switch (root) {
      case "score-partwise" -> xml.readChildren(this::readPartwise);
      case "score-timewise" -> readTimewise();
      case "opus" ->
          throw xml.malformed("list-of-scores", "an opus names other files; convert those instead");
      default -> throw xml.malformed("no-score", "the root element is " + quoted(root));
    }
    xml.readToEnd();
  }

  private void readPartwise(String child) throws MalformedScoreException {
    if (child.equals("part")) {
      PartReader part = addPart(xml.attribute("id", ""));
      xml.readChildren(
          measure -> {
            if (measure.equals("measure")) {
              part.readMeasure(xml.attribute("number", ""));
            }
          });
    } else {
      readHeader(child);
    }
  }

  private void readTimewise() throws MalformedScoreException {
    Map<String, PartReader> partsById = new HashMap<>();
    int[] measures = {0};
    xml.readChildren(
        child -> {
          if (child.equals("measure")) {
            readParts(xml.attribute("number", ""), measures[0], partsById);
            measures[0]++;
          } else {
            readHeader(child);
          }
        });
  }

  private void readParts(String number, int measure, Map<String, PartReader> partsById)
      throws MalformedScoreException {
    xml.readChildren(
        child -> {
          if (child.equals("part")) {
            String id = xml.attribute("id", "");
            PartReader part = partsById.get(id);
            if (part == null) {
              part = addPart(id);
              partsById.put(id, part);
            }
            if (part.measureCount() != measure) {
              throw xml.malformed(
                  "parts-do-not-meet",
                  "part %s has %s measures before measure %s"
                      .formatted(quoted(id), part.measureCount(), quoted(number)));
            }
            part.readMeasure(number);
          }
        });
  }

  /**
   * Files that leave out the divisions of a further part mean those of the part before it, as
   * note-seq reads them.
   */
  private PartReader addPart(String id) throws MalformedScoreException {
    ScorePart scorePart = scoreParts.getOrDefault(id, ScorePart.UNLISTED);
    // Many parts may share one long name.
    lengthOfNames += scorePart.name().length();
    if (parts.size() == MAX_PARTS || lengthOfNames > limits.maxOutputBytes()) {
      throw xml.malformed(
          "too-many-parts",
          parts.size() + " parts, whose names have " + lengthOfNames + " letters");
    }
    Fraction divisions = parts.isEmpty() ? Fraction.ONE : parts.get(parts.size() - 1).divisions();
    PartReader part = new PartReader(xml, noteCount, scorePart, id, divisions);
    parts.add(part);
    return part;
  }

  private void readHeader(String element) throws MalformedScoreException {
    switch (element) {
      case "work" -> xml.readChildren(this::readWork);
      case "identification" -> xml.readChildren(this::readIdentification);
      case "part-list" -> xml.readChildren(this::readPartList);
      default -> {}
    }
  }

  private void readWork(String child) throws MalformedScoreException {
    if (child.equals("work-title") && title.isEmpty()) {
      title = xml.rawText();
    }
  }

  private void readIdentification(String child) throws MalformedScoreException {
    if (child.equals("creator")) {
      String creator = xml.rawText();
      if (!creator.isEmpty()) {
        creators.add(creator);
      }
    }
  }

  private void readPartList(String child) throws MalformedScoreException {
    if (child.equals("score-part")) {
      scoreParts.put(xml.attribute("id", ""), ScorePart.read(xml));
    }
  }
}
