package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Pitches;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.KeyScores;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.melody.MelodyExtractor;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.sequence.Quantizer;
import io.cantus.transforms.sequence.Subsequence;
import io.cantus.transforms.sequence.TimeChangeSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a data set's pipeline finds in a NoteSequence, instrument by instrument, and why it takes
 * nothing where it does not. The same stages are run over one instrument at a time, with nothing
 * too short to be seen; whether a candidate is kept is then asked with the pipeline's own limits.
 *
 * @param outcome the pipeline's own word: examples, or the reason why there are none
 * @param pieces the sequence cut at changes of meter and tempo
 * @param findings by piece, then by instrument, then in time
 */
record MelodySearch(Outcome<byte[]> outcome, List<Piece> pieces, List<Finding> findings) {
  private static final ExtractionOptions LIMITS = ExtractionOptions.DATASET;

  /** Longer melodies are shown as long as this; they are cut anyway. */
  private static final long LONGEST_SHOWN = 1L << 20;

  private static final MelodyExtractor EVERYTHING =
      new MelodyExtractor(
          new ExtractionOptions(
              LIMITS.searchStartStep(),
              0,
              LONGEST_SHOWN,
              ExtractionOptions.NO_LIMIT,
              LIMITS.gapBars(),
              0,
              LIMITS.polyphony(),
              LIMITS.ending(),
              LIMITS.drums()));

  /**
   * A stretch in one meter and one tempo.
   *
   * @param number counted from 1
   * @param end where the next begins, in seconds
   * @param stepsPerBar 0 unless it is a whole number
   * @param verdict what quantizing made of it
   */
  record Piece(int number, Subsequence notes, double end, int stepsPerBar, String verdict) {}

  /**
   * Something that the extractor came upon.
   *
   * @param piece its number
   * @param place the bars, counted from 1 in the piece; empty for all of it
   * @param steps how long it is; 0 for what is no melody
   * @param pitchClasses how many of the twelve occur
   * @param kept the melody as the model is given it, if it is kept
   */
  record Finding(
      int piece,
      int instrument,
      String place,
      int steps,
      int pitchClasses,
      String verdict,
      Optional<Kept> kept) {

    static Finding none(int piece, int instrument, String place, String verdict) {
      return new Finding(piece, instrument, place, 0, 0, verdict, Optional.empty());
    }
  }

  /**
   * A melody that becomes an example.
   *
   * @param key the major key that holds most of its notes, 0 for C
   * @param amount half steps by which it was moved before octaves were folded
   * @param melody in the model's range and key
   * @param qpm quarter notes per minute
   */
  record Kept(int key, int amount, Melody melody, double qpm) {}

  MelodySearch {
    pieces = List.copyOf(pieces);
    findings = List.copyOf(findings);
  }

  static MelodySearch in(NoteSequence sequence, MelodyConfig config) {
    Outcome<byte[]> outcome = new MelodyPipeline(config).run(sequence, Branch.TRAINING).outcome();
    List<Subsequence> whole = split(sequence);
    List<Piece> pieces = new ArrayList<>();
    for (int part = 0; part < whole.size(); part++) {
      double end =
          part + 1 < whole.size() ? whole.get(part + 1).startTime() : sequence.getTotalTime();
      pieces.add(piece(part + 1, whole.get(part), end));
    }
    int[] instruments =
        sequence.getNotesList().stream()
            .mapToInt(Note::getInstrument)
            .sorted()
            .distinct()
            .toArray();
    List<List<Finding>> byPiece = new ArrayList<>();
    pieces.forEach(piece -> byPiece.add(new ArrayList<>()));
    for (int instrument : instruments) {
      List<Subsequence> alone = split(only(sequence, instrument));
      for (Piece piece : pieces) {
        Subsequence notes = alone.get(piece.number() - 1);
        if (piece.stepsPerBar() > 0 && notes.noteCount() > 0) {
          byPiece.get(piece.number() - 1).addAll(findings(piece, notes, instrument, config));
        }
      }
    }
    return new MelodySearch(outcome, pieces, byPiece.stream().flatMap(List::stream).toList());
  }

  /** The melodies that become examples, in the order of the examples. */
  List<Kept> kept() {
    return findings.stream().flatMap(finding -> finding.kept().stream()).toList();
  }

  private static List<Subsequence> split(NoteSequence sequence) {
    return TimeChangeSplitter.split(sequence) instanceof Outcome.Produced<Subsequence> parts
        ? parts.values()
        : List.of();
  }

  /** The same time, and of the notes those of one instrument. */
  private static NoteSequence only(NoteSequence sequence, int instrument) {
    NoteSequence.Builder alone = sequence.toBuilder().clearNotes();
    sequence.getNotesList().stream()
        .filter(note -> note.getInstrument() == instrument)
        .forEach(alone::addNotes);
    return alone.build();
  }

  private static Piece piece(int number, Subsequence notes, double end) {
    Outcome<QuantizedSequence> outcome = Quantizer.quantize(notes, MelodyConfig.STEPS_PER_QUARTER);
    if (!(outcome instanceof Outcome.Produced<QuantizedSequence> produced)) {
      return new Piece(number, notes, end, 0, reason(outcome));
    }
    QuantizedSequence quantized = produced.values().get(0);
    if (quantized.stepsPerBar() % 1 != 0) {
      return new Piece(
          number,
          notes,
          end,
          0,
          "left out: a bar has %s steps, no whole number".formatted(quantized.stepsPerBar()));
    }
    for (int note = 0; note < quantized.noteCount(); note++) {
      int pitch = quantized.pitch(note);
      if (!quantized.isDrum(note) && (pitch < 0 || pitch > Melody.MAX_PITCH)) {
        return new Piece(
            number, notes, end, 0, "left out: pitch %d is not in 0..127".formatted(pitch));
      }
    }
    int stepsPerBar = (int) quantized.stepsPerBar();
    return new Piece(
        number,
        notes,
        end,
        stepsPerBar,
        notes.noteCount() == 0 ? "no notes" : "%d steps a bar".formatted(stepsPerBar));
  }

  private static String reason(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Rejected<?> rejected) {
      return rejected.rejection().toString();
    }
    throw new IllegalStateException("no stage ends like this: " + outcome);
  }

  private static List<Finding> findings(
      Piece piece, Subsequence alone, int instrument, MelodyConfig config) {
    Outcome<QuantizedSequence> outcome = Quantizer.quantize(alone, MelodyConfig.STEPS_PER_QUARTER);
    if (!(outcome instanceof Outcome.Produced<QuantizedSequence> produced)) {
      return List.of(Finding.none(piece.number(), instrument, "", reason(outcome)));
    }
    QuantizedSequence notes = produced.values().get(0);
    MelodyExtractor.Extraction found = EVERYTHING.extract(notes);
    List<Finding> findings = new ArrayList<>();
    for (Melody melody : found.melodies()) {
      findings.add(candidate(piece, instrument, melody, config));
    }
    if (found.statistics().counter(MelodyExtractor.POLYPHONIC) > 0) {
      findings.add(polyphonic(piece, instrument, notes));
    } else if (findings.isEmpty()) {
      findings.add(Finding.none(piece.number(), instrument, "", whyNothing(notes)));
    }
    return findings;
  }

  private static Finding candidate(
      Piece piece, int instrument, Melody melody, MelodyConfig config) {
    int length = melody.length();
    boolean tooLong = length > LIMITS.maxStepsTruncate();
    Melody cut = tooLong ? melody.withLength((int) LIMITS.maxStepsTruncate()) : melody;
    Optional<String> fault = fault(melody, cut, piece.stepsPerBar());
    String verdict = tooLong ? "kept, cut to %d steps".formatted(cut.length()) : "kept";
    long firstBar = melody.startStep() / piece.stepsPerBar() + 1;
    long lastBar = (melody.endStep() - 1) / piece.stepsPerBar() + 1;
    return new Finding(
        piece.number(),
        instrument,
        firstBar == lastBar ? Long.toString(firstBar) : firstBar + " to " + lastBar,
        length,
        cut.pitchClasses(),
        fault.orElse(verdict),
        fault.isPresent() ? Optional.empty() : Optional.of(kept(cut, config, piece.notes().qpm())));
  }

  private static Optional<String> fault(Melody melody, Melody cut, int stepsPerBar) {
    if (melody.length() < (long) LIMITS.minBars() * stepsPerBar) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "too short: %.1f bars, %d are needed",
              (double) melody.length() / stepsPerBar,
              LIMITS.minBars()));
    }
    if (cut.pitchClasses() < LIMITS.minUniquePitches()) {
      return Optional.of(
          "too few pitch classes: %d, %d are needed"
              .formatted(cut.pitchClasses(), LIMITS.minUniquePitches()));
    }
    return Optional.empty();
  }

  private static Kept kept(Melody melody, MelodyConfig config, double qpm) {
    KeyScores scores = new KeyScores();
    for (int event : melody.events()) {
      if (event >= 0) {
        scores.add(event);
      }
    }
    Melody.Squashed squashed = config.squash(melody);
    return new Kept(scores.bestKey(), squashed.amount(), squashed.melody(), qpm);
  }

  private static Finding polyphonic(Piece piece, int instrument, QuantizedSequence notes) {
    int before = -1;
    for (int note = 0; note < notes.noteCount(); note++) {
      if (notes.isDrum(note) || notes.velocity(note) == 0) {
        continue;
      }
      if (before >= 0 && notes.startStep(before) == notes.startStep(note)) {
        long step = notes.startStep(note);
        return Finding.none(
            piece.number(),
            instrument,
            Long.toString(step / piece.stepsPerBar() + 1),
            "given up from here: %s and %s begin together at step %d"
                .formatted(
                    Pitches.name(notes.pitch(before)), Pitches.name(notes.pitch(note)), step));
      }
      before = note;
    }
    throw new IllegalStateException("polyphonic, but no two notes begin together");
  }

  private static String whyNothing(QuantizedSequence notes) {
    for (int note = 0; note < notes.noteCount(); note++) {
      if (!notes.isDrum(note)) {
        return "only notes of velocity 0";
      }
    }
    return "drums are left out";
  }
}
