package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Pitches;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.transforms.midi.MidiSummary;
import io.cantus.transforms.midi.MidiSummary.KeySignature;
import io.cantus.transforms.midi.MidiSummary.Losses;
import io.cantus.transforms.midi.MidiSummary.Mode;
import io.cantus.transforms.midi.MidiSummary.Tempo;
import io.cantus.transforms.midi.MidiSummary.TimeSignature;
import io.cantus.transforms.midi.MidiSummary.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is in a MIDI file, before anything is made of it. */
record MidiSections(MidiSummary midi) {

  /** Something of a track that does not reach the NoteSequence. */
  private record Loss(int track, long count, String what) {}

  /** The header, in one line. */
  String header() {
    String division =
        midi.division() < 0
            ? "SMPTE division %d, in which time would run backwards".formatted(midi.division())
            : "%d ticks a quarter note".formatted(midi.division());
    return "MIDI file of format %d, %s, %d %s"
        .formatted(
            midi.format(),
            division,
            midi.announcedTracks(),
            midi.announcedTracks() == 1 ? "track" : "tracks");
  }

  Section tracks() {
    List<Integer> indices = IntStream.range(0, midi.tracks().size()).boxed().toList();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Rows.of(
            "In the order of the file",
            List.of(
                new Column("Track", Kind.NUMBER),
                new Column("Name", Kind.TEXT),
                new Column("Channels", Kind.TEXT),
                new Column("Notes", Kind.NUMBER),
                new Column("From", Kind.NUMBER),
                new Column("To", Kind.NUMBER),
                new Column("Last tick", Kind.NUMBER)),
            indices,
            this::row,
            "There are no tracks."));
    blocks.add(
        Rows.of(
            "Events",
            List.of(new Column("Track", Kind.NUMBER), new Column("Events", Kind.TEXT)),
            indices,
            track -> List.of(Cell.count(track), Cell.text(events(midi.tracks().get(track)))),
            "There are no events."));
    if (midi.rejection().isEmpty()) {
      blocks.add(losses());
    }
    return new Section(
        "Tracks",
        midi.rejection().isPresent()
            ? "What could be read before the fault; times in seconds."
            : "Counted from 0; times in seconds.",
        blocks);
  }

  private List<Cell> row(int index) {
    Track track = midi.tracks().get(index);
    return List.of(
        Cell.count(index),
        Cell.text(String.join(" / ", track.names())),
        Cell.text(
            track.channels().stream()
                .map(channel -> channel == 9 ? "10 (drums)" : Integer.toString(channel + 1))
                .collect(Collectors.joining(", "))),
        Cell.count(track.notes()),
        Rows.seconds(track.start().seconds()),
        Rows.seconds(track.end().seconds()),
        Cell.count(track.end().tick()));
  }

  private static String events(Track track) {
    return track.events().entrySet().stream()
        .map(entry -> entry.getKey().label() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private Table losses() {
    List<Loss> losses = new ArrayList<>();
    for (int track = 0; track < midi.tracks().size(); track++) {
      add(track, midi.tracks().get(track).losses(), losses);
    }
    losses.removeIf(loss -> loss.count() == 0);
    return Rows.of(
        "Left out by conversion, as by the reference",
        List.of(
            new Column("Track", Kind.NUMBER),
            new Column("Count", Kind.NUMBER),
            new Column("What", Kind.TEXT)),
        losses,
        loss -> List.of(Cell.count(loss.track()), Cell.count(loss.count()), Cell.text(loss.what())),
        "Conversion leaves nothing out.");
  }

  private static void add(int track, Losses losses, List<Loss> all) {
    all.add(new Loss(track, losses.hangingNotes(), "notes that begin and never end"));
    all.add(
        new Loss(track, losses.notesWithoutLength(), "notes that end on the tick they begin on"));
    all.add(new Loss(track, losses.endsWithoutNote(), "note-offs where no such note sounds"));
    all.add(
        new Loss(
            track,
            losses.ticksOfUnknownMeta(),
            "ticks before meta events of unknown type: all that follows comes so much earlier"));
    all.add(
        new Loss(
            track,
            losses.timeEvents(),
            "tempos, time or key signatures, which count in track 0 only"));
  }

  Section time() {
    return new Section(
        "Time",
        "Tempos and signatures of track 0; times in seconds.",
        List.of(
            Rows.of(
                "Tempos",
                List.of(
                    new Column("From", Kind.NUMBER),
                    new Column("Tick", Kind.NUMBER),
                    new Column("Quarter notes a minute", Kind.NUMBER)),
                midi.tempos(),
                MidiSections::row,
                "There is no tempo."),
            Rows.of(
                "Time signatures",
                List.of(new Column("From", Kind.NUMBER), new Column("Meter", Kind.TEXT)),
                midi.timeSignatures(),
                MidiSections::row,
                "There is no time signature: 4/4 is taken."),
            Rows.of(
                "Key signatures",
                List.of(new Column("From", Kind.NUMBER), new Column("Key", Kind.TEXT)),
                midi.keySignatures(),
                MidiSections::row,
                "There is no key signature.")));
  }

  private static List<Cell> row(Tempo tempo) {
    return List.of(
        Rows.seconds(tempo.start().seconds()),
        Cell.count(tempo.start().tick()),
        Cell.text(Rows.qpm(tempo.qpm())));
  }

  private static List<Cell> row(TimeSignature meter) {
    return List.of(
        Rows.seconds(meter.seconds()),
        Cell.text("%d/%d".formatted(meter.numerator(), meter.denominator())));
  }

  private static List<Cell> row(KeySignature key) {
    return List.of(
        Rows.seconds(key.seconds()),
        Cell.text(
            key.mode() == Mode.MAJOR
                ? Pitches.majorKey(key.pitchClass())
                : Pitches.minorKey(key.pitchClass())));
  }
}
