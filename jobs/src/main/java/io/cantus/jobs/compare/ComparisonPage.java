package io.cantus.jobs.compare;

import io.cantus.generation.MelodySequencer;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.cli.Version;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.PairedColumns;
import io.cantus.jobs.report.PairedColumns.Pair;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.Pitches;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.SideBySide;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.transforms.comparison.MelodyFeature;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A comparison as a page to look at and listen to. */
record ComparisonPage(
    Side generated,
    Side real,
    List<Comparison> comparisons,
    MelodyConfig config,
    int steps,
    long seed) {
  private static final int SHOWN = 3;
  private static final double QPM = 120;
  private static final String GENERATED = "generated";
  private static final String REAL = "real";

  RunReport report() {
    return new RunReport(
        "Generated and real melodies",
        String.format(
            Locale.ROOT,
            "%,d generated melodies beside %,d real ones, the first %d steps of each. Real melodies differ among themselves, too:"
                + " beside each distance stands that of two halves of the real ones, and about 1"
                + " times that is as near as a model can come.%s",
            generated.drawn().size(),
            real.drawn().size(),
            steps,
            extremes()),
        List.of(distances(), distributions(), pairs(), melodies()),
        List.of(facts()));
  }

  private String extremes() {
    List<Comparison> known =
        comparisons.stream()
            .filter(comparison -> Double.isFinite(comparison.ratio()))
            .sorted(Comparator.comparingDouble(Comparison::ratio))
            .toList();
    return known.isEmpty()
        ? ""
        : " Nearest: %s. Farthest: %s."
            .formatted(inWords(known.get(0)), inWords(known.get(known.size() - 1)));
  }

  private static String inWords(Comparison comparison) {
    return "%s, %s times".formatted(comparison.feature().title(), ComparisonText.times(comparison));
  }

  private Section distances() {
    return new Section(
        "How far apart",
        "Of pitch classes and note lengths the distance is the Jensen-Shannon divergence of the"
            + " mean histograms, from 0 for equal ones to 1 bit for ones without anything in"
            + " common; of all others it is the Wasserstein-1 distance, in the unit of the"
            + " feature. Halves: the distance of two halves of the real melodies, on average over "
            + Comparison.SPLITS
            + " ways to halve them by lot. Times: how many times that far the generated ones are.",
        List.of(
            new Table(
                "Distances",
                List.of(
                    new Column("Feature", Kind.TEXT),
                    new Column("Unit", Kind.TEXT),
                    new Column("Generated", Kind.NUMBER),
                    new Column("Real", Kind.NUMBER),
                    new Column("Distance", Kind.NUMBER),
                    new Column("Halves", Kind.NUMBER),
                    new Column("Times", Kind.NUMBER)),
                comparisons.stream().map(ComparisonPage::distance).toList(),
                "")));
  }

  private static List<Cell> distance(Comparison comparison) {
    return List.of(
        Cell.text(comparison.feature().title()),
        Cell.text(comparison.feature().isHistogram() ? "bits" : comparison.feature().unit()),
        Cell.text(ComparisonText.summary(comparison.generated())),
        Cell.text(ComparisonText.summary(comparison.real())),
        Cell.text(ComparisonText.number(comparison.distance().distance())),
        Cell.text(ComparisonText.number(comparison.halves().distance())),
        Cell.text(ComparisonText.times(comparison)));
  }

  private Section distributions() {
    return new Section(
        "Distributions",
        "Of histograms the mean over all melodies, of all others how many melodies fall into each"
            + " bin. The last bin holds all beyond it, too.",
        List.of(new SideBySide(comparisons.stream().map(ComparisonPage::chart).toList())));
  }

  private static PairedColumns chart(Comparison comparison) {
    MelodyFeature feature = comparison.feature();
    List<Pair> pairs =
        IntStream.range(0, feature.bins().count())
            .mapToObj(
                bin ->
                    new Pair(
                        label(feature, bin),
                        comparison.generated().shares()[bin],
                        comparison.real().shares()[bin]))
            .toList();
    return new PairedColumns(feature.title(), definition(feature), GENERATED, REAL, pairs);
  }

  private static String label(MelodyFeature feature, int bin) {
    double bound = feature.bins().lowerBound(bin);
    return switch (feature) {
      case PITCH_CLASS_HISTOGRAM -> Pitches.pitchClass(bin);
      case NOTE_LENGTH_HISTOGRAM -> bin + 1 < feature.bins().count() ? "" + (bin + 1) : "more";
      case REPETITION_1_BAR, REPETITION_2_BARS, OUT_OF_SCALE ->
          String.format(Locale.ROOT, "%.0f %%", 100 * bound);
      case PITCH_INTERVAL -> String.format(Locale.ROOT, "%.1f", bound);
      default -> String.format(Locale.ROOT, "%.0f", bound);
    };
  }

  private static String definition(MelodyFeature feature) {
    return switch (feature) {
      case PITCH_CLASS_HISTOGRAM ->
          "Notes by pitch class, each melody moved from the major key that holds most of its notes"
              + " to C major.";
      case NOTE_LENGTH_HISTOGRAM -> "Notes by length in sixteenths.";
      case NOTE_DENSITY -> "Melodies by notes a bar of four quarters.";
      case REPETITION_1_BAR ->
          "Melodies by the share of what begins or ends, here or a bar earlier, that does so at"
              + " both places.";
      case REPETITION_2_BARS -> "The same, two bars earlier.";
      case OUT_OF_SCALE ->
          "Melodies by the share of notes outside the major key that holds most of them.";
      case PITCH_COUNT -> "Melodies by the number of different pitches.";
      case PITCH_RANGE -> "Melodies by half steps from the lowest pitch to the highest.";
      case PITCH_INTERVAL ->
          "Melodies by the mean distance from a pitch to the next, in half steps.";
      case INTER_ONSET_INTERVAL ->
          "Melodies by the mean time from an onset to the next, in sixteenths.";
    };
  }

  private Section pairs() {
    return new Section(
        "Distances from melody to melody",
        "After Yang and Lerch, \"On the evaluation of generative models in music\": the"
            + " distances of the real melodies among themselves (intra-set) and from the generated"
            + " ones (inter-set), in one feature at a time. OA is the overlapped area of their"
            + " densities, 1 if the sets are alike, KLD the Kullback-Leibler divergence, 0 if they"
            + " are.",
        List.of(
            new Table(
                "Overlap",
                List.of(
                    new Column("Feature", Kind.TEXT),
                    new Column("OA", Kind.NUMBER),
                    new Column("OA of halves", Kind.NUMBER),
                    new Column("KLD", Kind.NUMBER),
                    new Column("KLD of halves", Kind.NUMBER)),
                comparisons.stream().map(ComparisonPage::overlap).toList(),
                "")));
  }

  private static List<Cell> overlap(Comparison comparison) {
    return List.of(
        Cell.text(comparison.feature().title()),
        Cell.text(ComparisonText.number(comparison.distance().overlap())),
        Cell.text(ComparisonText.number(comparison.halves().overlap())),
        Cell.text(ComparisonText.number(comparison.distance().divergence())),
        Cell.text(ComparisonText.number(comparison.halves().divergence())));
  }

  private Section melodies() {
    List<Block> rolls = new ArrayList<>();
    addRolls(rolls, "Generated", generated);
    addRolls(rolls, "Real", real);
    return new Section(
        "Some of them", "In the model's range and key. Press play to listen.", rolls);
  }

  private static void addRolls(List<Block> rolls, String name, Side side) {
    for (int i = 0; i < Math.min(SHOWN, side.drawn().size()); i++) {
      rolls.add(
          new PianoRoll(
              "%s %d".formatted(name, i + 1),
              Quantity.of(side.drawn().get(i).length(), "step"),
              MelodySequencer.sequence(side.drawn().get(i), QPM),
              ""));
    }
  }

  private Facts facts() {
    return new Facts(
        "What was compared",
        List.of(
            new Fact("generated", inputs(generated)),
            new Fact("real", inputs(real)),
            new Fact("range, key and grid", config.name()),
            new Fact("seed", Long.toString(seed)),
            new Fact("Cantus", Version.current())));
  }

  private static String inputs(Side side) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d melodies, drawn by lot",
        String.join(", ", side.inputs()),
        side.drawn().size(),
        side.found());
  }
}
