package io.cantus.jobs.dataset;

import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.report.BinnedCounts;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.ColumnChart;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.Funnel;
import io.cantus.jobs.report.Funnel.Amount;
import io.cantus.jobs.report.Funnel.Stage;
import io.cantus.jobs.report.GeneralMidi;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.Pitches;
import io.cantus.jobs.report.Rejects;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.SideBySide;
import io.cantus.jobs.report.StatisticsTables;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.DatasetProfile;
import io.cantus.transforms.dataset.DatasetProfile.Measure;
import io.cantus.transforms.dataset.MelodyPipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A data set as a page to look at and listen to.
 *
 * @param manifest the data set's own
 * @param conversion that of the NoteSequences it was made of, where it lies beside them
 * @param refused the first inputs that made nothing
 * @param samples some of the examples
 */
record DatasetPage(
    Manifest manifest,
    Optional<Manifest> conversion,
    DatasetProfile profile,
    Refusals refused,
    List<Sample> samples) {
  /** More than anybody looks at. */
  private static final int INSTRUMENTS = 20;

  RunReport report() {
    long examples = manifest.records();
    return new RunReport(
        "Data set " + manifest.id().substring(0, 12),
        String.format(
            Locale.ROOT,
            "%,d examples for %s from %,d NoteSequences.",
            examples,
            manifest.configuration().get(Manifest.CONFIG),
            manifest.counts().inputs()),
        List.of(funnel(examples), balance(), music(), examples(), rejected(), statistics()),
        List.of(settings(), versions()));
  }

  private Section funnel(long examples) {
    List<Stage> stages = new ArrayList<>();
    conversion.ifPresent(
        converted ->
            stages.add(
                new Stage(
                    "Convert",
                    "files and tunes",
                    converted.counts(),
                    new Amount(converted.records(), "NoteSequences"))));
    stages.add(
        new Stage(
            "Create data set",
            "NoteSequences",
            manifest.counts(),
            new Amount(examples, "examples")));
    return new Section(
        "From files to examples",
        conversion.isPresent()
            ? ""
            : "No manifest lies beside the NoteSequences, so this begins with them.",
        List.of(new Funnel(stages).table(), reasons()));
  }

  private Table reasons() {
    List<List<Cell>> rows = new ArrayList<>();
    conversion.ifPresent(converted -> addReasons(rows, "convert", converted.reasons()));
    addReasons(rows, "create-dataset", manifest.reasons());
    rows.sort(Comparator.comparingLong((List<Cell> row) -> row.get(2).count()).reversed());
    return new Table(
        "Why inputs made nothing",
        List.of(
            new Column("Reason", Kind.CODE),
            new Column("Stage", Kind.CODE),
            new Column("Inputs", Kind.BAR)),
        rows,
        "Every input made something.");
  }

  private static void addReasons(List<List<Cell>> rows, String stage, Map<String, Long> reasons) {
    reasons.forEach(
        (reason, count) ->
            rows.add(List.of(Cell.text(reason), Cell.text(stage), Cell.count(count))));
  }

  private Section balance() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      long examples = CreateDatasetJob.count(branch, manifest.shards());
      rows.add(
          List.of(
              Cell.text(branch.key()),
              Cell.count(manifest.statistics().counter(MelodyPipeline.inputs(branch))),
              Cell.count(examples),
              Cell.text(percent(examples, manifest.records()))));
    }
    return new Section(
        "Training and evaluation",
        "All melodies of a NoteSequence, and of those with the same notes, are on one side.",
        List.of(
            new Table(
                "What is on each side",
                List.of(
                    new Column("Side", Kind.TEXT),
                    new Column("NoteSequences", Kind.NUMBER),
                    new Column("Examples", Kind.NUMBER),
                    new Column("Share", Kind.NUMBER)),
                rows,
                "")));
  }

  private static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f %%", all == 0 ? 0 : 100.0 * part / all);
  }

  private Section music() {
    List<ColumnChart> charts =
        List.of(
            chart(Measure.LENGTH_IN_BARS, "Melodies by length", "bars", "melodies", Long::toString),
            chart(Measure.TEMPO_QPM, "Melodies by tempo", "qpm", "melodies", Long::toString),
            keys(),
            chart(
                Measure.EXAMPLES_PER_SEQUENCE,
                "NoteSequences by number of examples",
                "examples",
                "NoteSequences",
                Long::toString),
            pitches(Measure.PITCH_FOUND, "Notes by pitch, as found"),
            pitches(Measure.PITCH, "Notes by pitch, as trained on"));
    return new Section(
        "The music", "Of both sides together.", List.of(new SideBySide(charts), instruments()));
  }

  private ColumnChart chart(
      Measure measure, String title, String unit, String of, LongFunction<String> label) {
    BinnedCounts counts = BinnedCounts.of(profile.histogram(measure));
    return new ColumnChart(title, counts.spread(unit), of, counts.bars(label));
  }

  private ColumnChart pitches(Measure measure, String title) {
    BinnedCounts counts = BinnedCounts.of(profile.histogram(measure));
    return new ColumnChart(
        title, "C4 is middle C.", "notes", counts.bars(pitch -> Pitches.name((int) pitch)));
  }

  private ColumnChart keys() {
    BinnedCounts counts = BinnedCounts.of(profile.histogram(Measure.KEY_FOUND));
    return new ColumnChart(
        "Melodies by key, as found",
        "The major key that has most of the notes; a minor key counts as its relative major.",
        "melodies",
        counts.bars(key -> Pitches.majorKey((int) key).replace(" major", "")));
  }

  private Table instruments() {
    List<BinnedCounts.Bin> programs =
        BinnedCounts.of(profile.histogram(Measure.PROGRAM)).bins().stream()
            .filter(bin -> bin.count() > 0)
            .sorted(Comparator.comparingLong(BinnedCounts.Bin::count).reversed())
            .limit(INSTRUMENTS)
            .toList();
    return new Table(
        "Instruments that play most of the melodies",
        List.of(new Column("Instrument", Kind.TEXT), new Column("Melodies", Kind.BAR)),
        programs.stream()
            .map(bin -> List.of(Cell.text(instrument(bin.from())), Cell.count(bin.count())))
            .toList(),
        "There are no melodies.");
  }

  private static String instrument(long program) {
    return GeneralMidi.sound((int) program, program == DatasetProfile.DRUMS);
  }

  private Section examples() {
    List<Block> rolls = new ArrayList<>();
    for (Sample sample : samples) {
      rolls.add(
          new PianoRoll(
              sample.source(),
              String.format(
                  Locale.ROOT,
                  "%s, %d steps at %.0f quarter notes a minute",
                  sample.branch().key(),
                  sample.events().length,
                  sample.qpm()),
              sample.sequence(),
              ""));
    }
    return new Section(
        "Some examples", "Drawn by lot, as the network sees them. Press play to listen.", rolls);
  }

  private Section rejected() {
    return new Section(
        "NoteSequences without examples",
        "All of them are in %s.".formatted(manifest.rejects().orElse("no file: there are none")),
        new Rejects(manifest.reasons(), refused).blocks());
  }

  private Section statistics() {
    return new Section(
        "The reference's statistics",
        "Under the names and with the counts of Magenta's pipeline.",
        StatisticsTables.of(manifest.statistics()));
  }

  private Facts settings() {
    return new Facts(
        "Settings",
        manifest.configuration().entrySet().stream()
            .map(setting -> new Fact(setting.getKey(), setting.getValue()))
            .toList());
  }

  private Facts versions() {
    return new Facts(
        "Made by",
        List.of(
            new Fact("Cantus", manifest.versions().cantus()),
            new Fact("Java", manifest.versions().java()),
            new Fact("data set", manifest.id()),
            new Fact("inputs", manifest.inputs().sha256())));
  }
}
