package io.cantus.jobs.inspect;

import io.cantus.generation.MelodySequencer;
import io.cantus.jobs.inspect.MelodySearch.Finding;
import io.cantus.jobs.inspect.MelodySearch.Kept;
import io.cantus.jobs.inspect.MelodySearch.Piece;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.Pitches;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a data set's pipeline makes of a NoteSequence.
 *
 * @param sounds what each instrument sounds like
 */
record MelodySection(MelodySearch search, MelodyConfig config, Map<Integer, String> sounds) {
  private static final int MOST_ROLLS = 8;

  /** A melody that is kept, and its place among the examples. */
  private record Numbered(int number, Finding finding) {
    Kept kept() {
      return finding.kept().orElseThrow();
    }
  }

  Section section() {
    List<Numbered> kept = numbered();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Rows.of(
            "Pieces between changes of meter and tempo",
            List.of(
                new Column("Piece", Kind.NUMBER),
                new Column("From", Kind.NUMBER),
                new Column("To", Kind.NUMBER),
                new Column("Meter", Kind.TEXT),
                new Column("Tempo", Kind.NUMBER),
                new Column("Notes", Kind.NUMBER),
                new Column("Quantized", Kind.TEXT)),
            search.pieces(),
            MelodySection::row,
            "There is nothing to split."));
    blocks.add(
        Rows.of(
            "What was found in them",
            List.of(
                new Column("Piece", Kind.NUMBER),
                new Column("Instrument", Kind.TEXT),
                new Column("Bars", Kind.TEXT),
                new Column("Steps", Kind.NUMBER),
                new Column("Pitch classes", Kind.NUMBER),
                new Column("Verdict", Kind.TEXT)),
            search.findings(),
            this::row,
            "There is nothing to look for."));
    blocks.add(
        Rows.of(
            "Examples",
            List.of(
                new Column("Example", Kind.NUMBER),
                new Column("Piece", Kind.NUMBER),
                new Column("Instrument", Kind.TEXT),
                new Column("Key", Kind.TEXT),
                new Column("Moved by", Kind.NUMBER),
                new Column("Range", Kind.TEXT),
                new Column("Steps to learn", Kind.NUMBER),
                new Column("Bytes", Kind.NUMBER)),
            kept,
            this::row,
            "No example is made."));
    kept.stream().limit(MOST_ROLLS).map(this::roll).forEach(blocks::add);
    return new Section("Melodies", text(kept.size()), blocks);
  }

  private List<Numbered> numbered() {
    List<Finding> kept =
        search.findings().stream().filter(finding -> finding.kept().isPresent()).toList();
    return IntStream.range(0, kept.size()).mapToObj(i -> new Numbered(i, kept.get(i))).toList();
  }

  private String text(int kept) {
    if (search.outcome() instanceof Outcome.Rejected<byte[]> rejected) {
      return "For %s nothing is made of it: %s".formatted(config.name(), rejected.rejection());
    }
    if (search.outcome() instanceof Outcome.Failed<byte[]> failed) {
      return "For %s it meets a bug: %s".formatted(config.name(), failed.cause());
    }
    String rolls =
        kept > MOST_ROLLS ? " The first %d of them are drawn.".formatted(MOST_ROLLS) : "";
    return String.format(
        Locale.ROOT,
        "For %s it makes %,d %s, as they are drawn: in the model's range and key.%s",
        config.name(),
        kept,
        kept == 1 ? "example" : "examples",
        rolls);
  }

  private static List<Cell> row(Piece piece) {
    return List.of(
        Cell.count(piece.number()),
        Rows.seconds(piece.notes().startTime()),
        Rows.seconds(piece.end()),
        Cell.text("%d/%d".formatted(piece.notes().numerator(), piece.notes().denominator())),
        Cell.text(Rows.qpm(piece.notes().qpm())),
        Cell.count(piece.notes().noteCount()),
        Cell.text(piece.verdict()));
  }

  private List<Cell> row(Finding finding) {
    boolean melody = finding.steps() > 0;
    return List.of(
        Cell.count(finding.piece()),
        instrument(finding),
        Cell.text(finding.place()),
        melody ? Cell.count(finding.steps()) : Cell.NONE,
        melody ? Cell.count(finding.pitchClasses()) : Cell.NONE,
        Cell.text(finding.verdict()));
  }

  private Cell instrument(Finding finding) {
    return Cell.text(
        "%d %s".formatted(finding.instrument(), sounds.getOrDefault(finding.instrument(), "")));
  }

  private List<Cell> row(Numbered example) {
    Kept kept = example.kept();
    IntSummaryStatistics pitches =
        IntStream.of(kept.melody().events()).filter(event -> event >= 0).summaryStatistics();
    return List.of(
        Cell.count(example.number() + 1L),
        Cell.count(example.finding().piece()),
        instrument(example.finding()),
        Cell.text(Pitches.majorKey(kept.key())),
        Cell.text("%+d".formatted(kept.amount())),
        Cell.text(Pitches.range(pitches.getMin(), pitches.getMax())),
        Cell.count(kept.melody().length() - 1L),
        Cell.count(bytes(example.number())));
  }

  private int bytes(int example) {
    return ((Outcome.Produced<byte[]>) search.outcome()).values().get(example).length;
  }

  private PianoRoll roll(Numbered example) {
    Kept kept = example.kept();
    Melody melody = kept.melody();
    // From its own beginning: where in the piece it stood is in the table.
    Melody shown = new Melody(melody.events(), 0, melody.stepsPerBar(), melody.stepsPerQuarter());
    return new PianoRoll(
        "Example %d".formatted(example.number() + 1),
        "%s, %s quarter notes a minute"
            .formatted(
                sounds.getOrDefault(example.finding().instrument(), ""), Rows.qpm(kept.qpm())),
        MelodySequencer.sequence(shown, kept.qpm()),
        "");
  }
}
