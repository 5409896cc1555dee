package io.cantus.jobs.inspect;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.jobs.source.ArchiveLimits;
import io.cantus.jobs.source.NamesChanged;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceReader;
import io.cantus.jobs.source.Sources;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds the one thing that is meant, and looks into it. */
final class InspectJob {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int MOST_LISTED = 200;

  /**
   * What to look into.
   *
   * @param file a file of a known format, a TFRecord file of NoteSequences, or something that holds
   *     files
   * @param entry the name of a file in it, if it holds several
   * @param record number (from 0), id or name of a NoteSequence or tune in the file
   */
  record Request(
      String file, Optional<String> entry, Optional<String> record, MelodyConfig config) {}

  /** A file's names and bytes. */
  private record Content(SourceFile source, byte[] bytes) {}

  private final Request request;
  private final Storage storage;

  InspectJob(Request request, Storage storage) {
    this.request = request;
    this.storage = storage;
  }

  /**
   * Looks into it.
   *
   * @throws BadInputException if it is not there, or nothing that Cantus reads
   */
  Inspection run() {
    return TfRecordFile.isNamedLikeOne(request.file()) ? ofRecords() : ofSource(content());
  }

  private Inspection ofSource(Content content) {
    ConversionLimits limits = ConversionLimits.DEFAULTS;
    if (request.record().isEmpty()) {
      return Inspection.ofFile(content.source(), content.bytes(), limits, request.config());
    }
    List<Conversion> pieces = SourceConverter.convert(content.source(), content.bytes(), limits);
    String wanted = request.record().get();
    Conversion piece =
        IntStream.range(0, pieces.size())
            .filter(i -> is(wanted, i) || pieces.get(i).piece().equals(wanted))
            .mapToObj(pieces::get)
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s has no tune '%s'; the first of its %d is '%s'"
                            .formatted(
                                request.file(), wanted, pieces.size(), pieces.get(0).piece())));
    return Inspection.ofPiece(content.source(), content.bytes(), piece, request.config());
  }

  private static boolean is(String wanted, long number) {
    return NUMBER.matcher(wanted).matches() && Long.parseLong(wanted) == number;
  }

  /** The only file among the inputs, or the one that is asked for. */
  private Content content() {
    Sources sources =
        Sources.open(
            storage,
            List.of(request.file()),
            Depth.ALL_SUBFOLDERS,
            ArchiveLimits.DEFAULTS,
            ConversionLimits.DEFAULTS);
    try {
      return content(sources);
    } catch (NamesChanged e) {
      return content(sources.again());
    }
  }

  private Content content(Sources sources) {
    Content found = null;
    String refusal = "there is no such file in " + request.file();
    try (sources) {
      while (sources.hasNext() && (found == null || request.entry().isEmpty())) {
        SourceItem item = sources.next();
        if (item instanceof SourceItem.Refused refused) {
          refusal = isWanted(refused.refusal().source()) ? refused.refusal().toString() : refusal;
          continue;
        }
        SourceFile source = source(item);
        if (found != null) {
          throw new UsageException(
              "%s holds several files; name one, such as --entry=%s"
                  .formatted(request.file(), source.filename()));
        }
        if (isWanted(source.filename()) || isWanted(source.path())) {
          found = new Content(source, bytes(item));
        }
      }
    }
    if (found == null) {
      throw new BadInputException(refusal);
    }
    return found;
  }

  private boolean isWanted(String name) {
    return request.entry().isEmpty() || request.entry().get().equals(name);
  }

  private static SourceFile source(SourceItem item) {
    return item instanceof SourceItem.Located located
        ? located.entry().source()
        : new SourceFile(
            ((SourceItem.Unpacked) item).collection(), ((SourceItem.Unpacked) item).name());
  }

  private byte[] bytes(SourceItem item) {
    if (item instanceof SourceItem.Unpacked unpacked) {
      return unpacked.content();
    }
    try (SourceReader reader = new SourceReader(storage)) {
      return reader.read(((SourceItem.Located) item).entry());
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read %s: %s".formatted(request.file(), Storage.reason(e)), e);
    }
  }

  private Inspection ofRecords() {
    List<NoteSequence> first = new ArrayList<>();
    for (TfRecordFile file : TfRecordFile.resolve(storage, request.file())) {
      try (TfRecordSplitReader records =
          TfRecordSplitReader.open(storage, TfRecordSplit.whole(file))) {
        long offset = records.offset();
        for (byte[] record = records.next(); record != null; record = records.next()) {
          NoteSequence sequence = sequence(record, file, offset);
          offset = records.offset();
          int number = first.size();
          if (request.record().isPresent() && isWanted(sequence, number)) {
            return Inspection.ofRecord(
                "%s, record %d".formatted(request.file(), number), sequence, request.config());
          }
          first.add(sequence);
          if (request.record().isEmpty() && first.size() == MOST_LISTED) {
            return list(first);
          }
        }
      }
    }
    if (request.record().isPresent() || first.isEmpty()) {
      throw new BadInputException(
          "%s has no record%s, it has %d"
              .formatted(
                  request.file(),
                  request.record().map(record -> " '" + record + "'").orElse(""),
                  first.size()));
    }
    return first.size() == 1
        ? Inspection.ofRecord(request.file() + ", record 0", first.get(0), request.config())
        : list(first);
  }

  private boolean isWanted(NoteSequence sequence, int number) {
    String wanted = request.record().get();
    return is(wanted, number)
        || wanted.equals(sequence.getId())
        || wanted.equals(sequence.getFilename());
  }

  private static NoteSequence sequence(byte[] record, TfRecordFile file, long offset) {
    try {
      return NoteSequence.parseFrom(record);
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(
          "%s, record at byte %d: not a NoteSequence".formatted(file.shown(), offset), e);
    }
  }

  private Inspection list(List<NoteSequence> sequences) {
    List<Integer> numbers = IntStream.range(0, sequences.size()).boxed().toList();
    Section section =
        new Section(
            "NoteSequences",
            "Give --record with the number, id or filename of one to see all of it.",
            List.of(
                Rows.of(
                    sequences.size() < MOST_LISTED ? "All" : "The first ones",
                    List.of(
                        new Column("Record", Kind.NUMBER),
                        new Column("Filename", Kind.TEXT),
                        new Column("Notes", Kind.NUMBER),
                        new Column("Seconds", Kind.NUMBER),
                        new Column("Id", Kind.CODE)),
                    numbers,
                    number -> row(number, sequences.get(number)),
                    "")));
    return new Inspection(new RunReport(request.file(), "", List.of(section), List.of()), "");
  }

  private static List<Cell> row(int number, NoteSequence sequence) {
    return List.of(
        Cell.count(number),
        Cell.text(sequence.getFilename()),
        Cell.count(sequence.getNotesCount()),
        Rows.seconds(sequence.getTotalTime()),
        Cell.text(sequence.getId()));
  }
}
