package io.cantus.transforms.benchmark;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.songbook.Arranger;
import io.cantus.transforms.songbook.Songbook;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The MIDI files that benchmarks run on, with the NoteSequences they become; all in memory.
 *
 * @param sources names of the files, sorted
 * @param midi the files' bytes
 * @param records serialised NoteSequences of those files that have one
 */
record BenchmarkCorpus(List<SourceFile> sources, List<byte[]> midi, List<byte[]> records) {
  private static final Path LAKH = Path.of("..", "..", "shared", "corpora", "lakh");

  /**
   * Reads a corpus.
   *
   * @param folder its MIDI files are taken, at any depth; empty for the optional lakh corpus beside
   *     the checkout or, without that, the songbook
   */
  static BenchmarkCorpus load(String folder) {
    SortedMap<String, byte[]> files;
    if (!folder.isEmpty()) {
      files = midiFiles(Path.of(folder));
    } else if (Files.isDirectory(LAKH)) {
      files = midiFiles(LAKH);
    } else {
      files = Arranger.files(Songbook.standard());
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no MIDI files in " + folder);
    }
    return of(files);
  }

  private static BenchmarkCorpus of(SortedMap<String, byte[]> files) {
    List<SourceFile> sources = new ArrayList<>();
    List<byte[]> records = new ArrayList<>();
    files.forEach(
        (name, midi) -> {
          SourceFile source = new SourceFile("benchmark", name);
          sources.add(source);
          Outcome<byte[]> outcome =
              MidiConverter.convertToRecord(source, midi, ConversionLimits.DEFAULTS);
          if (outcome instanceof Outcome.Produced<byte[]> produced) {
            records.addAll(produced.values());
          }
        });
    return new BenchmarkCorpus(sources, List.copyOf(files.values()), records);
  }

  private static SortedMap<String, byte[]> midiFiles(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(path).toString();
        if (SourceFormat.of(name).filter(SourceFormat.MIDI::equals).isPresent()) {
          files.put(name, Files.readAllBytes(path));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Size of all files, in bytes. */
  long midiBytes() {
    return midi.stream().mapToLong(file -> file.length).sum();
  }

  /** Size of all serialised NoteSequences, in bytes. */
  long recordBytes() {
    return records.stream().mapToLong(record -> record.length).sum();
  }
}
