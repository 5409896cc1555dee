package io.cantus.jobs.inspect;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.report.GeneralMidi;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.midi.MidiSummary;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to say of one thing.
 *
 * @param report in reading order
 * @param refusal why nothing can be made of it; empty if something can
 */
record Inspection(RunReport report, String refusal) {

  /** Looks into a file of a known format. */
  static Inspection ofFile(
      SourceFile source, byte[] content, ConversionLimits limits, MelodyConfig config) {
    List<Conversion> conversions = SourceConverter.convert(source, content, limits);
    return conversions.size() == 1
        ? ofOnly(source, content, conversions.get(0), config)
        : ofBook(source, content, conversions);
  }

  /** Looks into one piece of a file that holds several, such as a tune of a book. */
  static Inspection ofPiece(
      SourceFile source, byte[] content, Conversion piece, MelodyConfig config) {
    List<Section> sections = new ArrayList<>();
    String refusal = add(piece.outcome(), content, config, sections);
    return new Inspection(
        report(source.filename() + ", " + piece.piece(), size(content), sections), refusal);
  }

  /** Looks into a NoteSequence that was converted before. */
  static Inspection ofRecord(String title, NoteSequence sequence, MelodyConfig config) {
    List<Section> sections = new ArrayList<>();
    addSequence(sequence, config, sections);
    return new Inspection(report(title, sequence.getFilename(), sections), "");
  }

  private static Inspection ofOnly(
      SourceFile source, byte[] content, Conversion conversion, MelodyConfig config) {
    List<Section> sections = new ArrayList<>();
    String lead = size(content);
    if (SourceFormat.of(source.filename()).orElseThrow() == SourceFormat.MIDI) {
      MidiSections midi = new MidiSections(MidiSummary.of(content));
      if (midi.midi().announcedTracks() >= 0) {
        lead = "%s, %s".formatted(midi.header(), lead);
      }
      if (!midi.midi().tracks().isEmpty()) {
        sections.add(midi.tracks());
        sections.add(midi.time());
      }
    }
    String refusal = add(conversion.outcome(), content, config, sections);
    return new Inspection(report(source.filename(), lead, sections), refusal);
  }

  private static String size(byte[] content) {
    return Quantity.bytes(content.length);
  }

  /** Adds what came of a conversion; the refusal goes first. Returns why it was refused, if so. */
  private static String add(
      Outcome<byte[]> outcome, byte[] content, MelodyConfig config, List<Section> sections) {
    if (outcome instanceof Outcome.Produced<byte[]> produced) {
      addSequence(parsed(produced.values().get(0)), config, sections);
      return "";
    }
    Rejection rejection = rejection(outcome);
    sections.add(0, new RefusalSection(rejection, content).section());
    return rejection.toString();
  }

  private static Rejection rejection(Outcome<byte[]> outcome) {
    return outcome instanceof Outcome.Rejected<byte[]> rejected
        ? rejected.rejection()
        : Rejection.of("exception", String.valueOf(((Outcome.Failed<byte[]>) outcome).cause()));
  }

  private static NoteSequence parsed(byte[] record) {
    try {
      return NoteSequence.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("conversion made what is no NoteSequence", e);
    }
  }

  private static void addSequence(
      NoteSequence sequence, MelodyConfig config, List<Section> sections) {
    sections.add(new SequenceSection(sequence).section());
    sections.add(
        new MelodySection(MelodySearch.in(sequence, config), config, sounds(sequence)).section());
  }

  private static Map<Integer, String> sounds(NoteSequence sequence) {
    Map<Integer, String> sounds = new TreeMap<>();
    for (Note note : sequence.getNotesList()) {
      sounds.putIfAbsent(
          note.getInstrument(), GeneralMidi.sound(note.getProgram(), note.getIsDrum()));
    }
    return sounds;
  }

  private static Inspection ofBook(
      SourceFile source, byte[] content, List<Conversion> conversions) {
    long made =
        conversions.stream()
            .filter(one -> one.outcome() instanceof Outcome.Produced<byte[]>)
            .count();
    String lead =
        "%d tunes, of which %d convert; %s".formatted(conversions.size(), made, size(content));
    Section tunes =
        new Section(
            "Tunes",
            "Give --record with the number or name of one to see all of it.",
            List.of(
                Rows.of(
                    "Tunes",
                    List.of(
                        new Column("Tune", Kind.TEXT),
                        new Column("Title", Kind.TEXT),
                        new Column("Notes", Kind.NUMBER),
                        new Column("Seconds", Kind.NUMBER),
                        new Column("Outcome", Kind.TEXT)),
                    conversions,
                    Inspection::row,
                    "There are no tunes.")));
    String refusal = made == 0 ? "none of its %d tunes converts".formatted(conversions.size()) : "";
    return new Inspection(report(source.filename(), lead, List.of(tunes)), refusal);
  }

  private static List<Cell> row(Conversion tune) {
    if (tune.outcome() instanceof Outcome.Produced<byte[]> produced) {
      NoteSequence sequence = parsed(produced.values().get(0));
      return List.of(
          Cell.text(tune.piece()),
          Cell.text(sequence.getSequenceMetadata().getTitle()),
          Cell.count(sequence.getNotesCount()),
          Rows.seconds(sequence.getTotalTime()),
          Cell.text("converts"));
    }
    return List.of(
        Cell.text(tune.piece()),
        Cell.NONE,
        Cell.NONE,
        Cell.NONE,
        Cell.text(rejection(tune.outcome()).toString()));
  }

  private static RunReport report(String title, String lead, List<Section> sections) {
    return new RunReport(title, lead, sections, List.of());
  }
}
