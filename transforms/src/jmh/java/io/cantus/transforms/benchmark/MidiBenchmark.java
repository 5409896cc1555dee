package io.cantus.transforms.benchmark;

import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.ConversionLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiSystem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** MIDI bytes to serialised NoteSequences; one operation is the whole corpus once. */
@State(Scope.Thread)
public class MidiBenchmark {
  @Param("")
  public String corpus;

  private BenchmarkCorpus files;

  @Setup
  public void load() {
    files = BenchmarkCorpus.load(corpus);
  }

  @Benchmark
  public void convert(Blackhole made) {
    for (int i = 0; i < files.midi().size(); i++) {
      made.consume(
          MidiConverter.convertToRecord(
              files.sources().get(i), files.midi().get(i), ConversionLimits.DEFAULTS));
    }
  }

  /** The parser of the JDK, which makes objects of the events and knows neither notes nor times. */
  @Benchmark
  public void parseByJavaSound(Blackhole made) throws IOException {
    for (byte[] midi : files.midi()) {
      try {
        made.consume(MidiSystem.getSequence(new ByteArrayInputStream(midi)));
      } catch (InvalidMidiDataException e) {
        made.consume(e);
      }
    }
  }

  /** The floor: every byte that goes in or comes out is touched and copied once. */
  @Benchmark
  public void copyAndChecksum(Blackhole made) {
    CRC32C crc = new CRC32C();
    files.midi().forEach(midi -> made.consume(copied(crc, midi)));
    files.records().forEach(record -> made.consume(copied(crc, record)));
    made.consume(crc.getValue());
  }

  private static byte[] copied(CRC32C crc, byte[] data) {
    crc.update(data, 0, data.length);
    return Arrays.copyOf(data, data.length);
  }
}
