package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.GeneralMidi;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.Pitches;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.InstrumentInfo;
import io.cantus.proto.NoteSequence.Note;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A NoteSequence: its figures, its instruments and its notes. */
record SequenceSection(NoteSequence sequence) {
  /** A page with more notes than this is no longer quick to draw. */
  private static final int MOST_DRAWN = 20_000;

  Section section() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Facts("In figures", facts()));
    blocks.add(
        Rows.of(
            "Instruments",
            List.of(
                new Column("Number", Kind.NUMBER),
                new Column("Program", Kind.NUMBER),
                new Column("Sound", Kind.TEXT),
                new Column("Name", Kind.TEXT),
                new Column("Notes", Kind.NUMBER),
                new Column("Range", Kind.TEXT),
                new Column("From", Kind.NUMBER),
                new Column("To", Kind.NUMBER)),
            List.copyOf(instruments().entrySet()),
            entry -> row(entry.getKey(), entry.getValue()),
            "There are no notes."));
    if (sequence.getNotesCount() > 0) {
      blocks.add(roll());
    }
    return new Section("NoteSequence", "What conversion makes; times in seconds.", blocks);
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("id", sequence.getId()));
    add("title", sequence.getSequenceMetadata().getTitle(), facts);
    add("composers", String.join(", ", sequence.getSequenceMetadata().getComposersList()), facts);
    facts.add(new Fact("notes", count(sequence.getNotesCount())));
    facts.add(
        new Fact("total time", String.format(Locale.ROOT, "%.3f s", sequence.getTotalTime())));
    facts.add(new Fact("ticks a quarter note", count(sequence.getTicksPerQuarter())));
    facts.add(
        new Fact(
            "tempos",
            several(sequence.getTemposList().stream().map(t -> Rows.qpm(t.getQpm())).toList())));
    facts.add(
        new Fact(
            "time signatures",
            several(
                sequence.getTimeSignaturesList().stream()
                    .map(t -> t.getNumerator() + "/" + t.getDenominator())
                    .toList())));
    facts.add(
        new Fact(
            "key signatures",
            several(
                sequence.getKeySignaturesList().stream()
                    .map(k -> key(k.getKeyValue(), k.getModeValue()))
                    .toList())));
    facts.add(new Fact("control changes", count(sequence.getControlChangesCount())));
    facts.add(new Fact("pitch bends", count(sequence.getPitchBendsCount())));
    facts.add(new Fact("text annotations", count(sequence.getTextAnnotationsCount())));
    facts.add(new Fact("serialised", count(sequence.getSerializedSize()) + " bytes"));
    return facts;
  }

  private static void add(String name, String value, List<Fact> facts) {
    if (!value.isEmpty()) {
      facts.add(new Fact(name, value));
    }
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String key(int pitchClass, int mode) {
    return switch (mode) {
      case 0 -> Pitches.majorKey(pitchClass);
      case 1 -> Pitches.minorKey(pitchClass);
      default ->
          Pitches.majorKey(pitchClass).replace("major", "")
              + NoteSequence.KeySignature.Mode.forNumber(mode).name().toLowerCase(Locale.ROOT);
    };
  }

  /** The first few of many values and their number. */
  private static String several(List<String> values) {
    String first = values.stream().limit(4).collect(Collectors.joining(", "));
    return values.isEmpty() ? "none" : values.size() <= 4 ? first : first + " ... " + values.size();
  }

  private Map<Integer, List<Note>> instruments() {
    return sequence.getNotesList().stream()
        .collect(Collectors.groupingBy(Note::getInstrument, TreeMap::new, Collectors.toList()));
  }

  private List<Cell> row(int instrument, List<Note> notes) {
    Note any = notes.get(0);
    IntSummaryStatistics pitches =
        notes.stream().collect(Collectors.summarizingInt(Note::getPitch));
    String name =
        sequence.getInstrumentInfosList().stream()
            .filter(info -> info.getInstrument() == instrument)
            .map(InstrumentInfo::getName)
            .findFirst()
            .orElse("");
    return List.of(
        Cell.count(instrument),
        Cell.count(any.getProgram()),
        Cell.text(GeneralMidi.sound(any.getProgram(), any.getIsDrum())),
        Cell.text(name),
        Cell.count(notes.size()),
        Cell.text(Pitches.range(pitches.getMin(), pitches.getMax())),
        Rows.seconds(notes.stream().mapToDouble(Note::getStartTime).min().orElse(0)),
        Rows.seconds(notes.stream().mapToDouble(Note::getEndTime).max().orElse(0)));
  }

  private PianoRoll roll() {
    boolean all = sequence.getNotesCount() <= MOST_DRAWN;
    NoteSequence drawn =
        all
            ? sequence
            : sequence.toBuilder()
                .clearNotes()
                .addAllNotes(sequence.getNotesList().subList(0, MOST_DRAWN))
                .build();
    return new PianoRoll(
        "All notes", all ? "" : "The first %,d of its notes.".formatted(MOST_DRAWN), drawn, "");
  }
}
