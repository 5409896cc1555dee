package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.file;
import static io.cantus.transforms.midi.Smf.header;
import static io.cantus.transforms.midi.Smf.hex;
import static io.cantus.transforms.midi.Smf.join;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Files of the largest size that is taken, each made to fill memory in its own way. The program
 * converts one after another; {@link HostileMidiTest} runs it in a small heap.
 *
 * @param reason why the file is rejected; empty if it is converted
 */
record HostileFile(String name, String reason, Supplier<byte[]> midi) {
  private static final int SIZE = (int) ConversionLimits.DEFAULTS.maxFileBytes();

  /** Header chunk and head of the only track. */
  private static final int FRAME = 22;

  private static final String NOTE = "00903c50 013c00";
  private static final String TEXT_OF_A_MILLION = "00ff01 bd8440";
  private static final String NAME_OF_A_MILLION = "00ff03 bd8440";

  static final List<HostileFile> ALL =
      List.of(
          // Nothing of them would be in the NoteSequence.
          tooLarge("controllers without notes", () -> full("00b00701", "000702")),
          tooLarge("controllers of two bytes each", () -> full(NOTE + "00b00000", "000000")),
          tooLarge("pitch bends", () -> full(NOTE + "00e00000", "000000")),
          tooLarge("controllers shared by 128", () -> shared(60_000)),
          tooLarge("tempos", () -> full("", "01ff510307a120 01ff510307a121")),
          tooLarge("key signatures", () -> full("", "01ff59020000")),
          tooLarge("instruments", HostileFile::instruments),
          tooMany("notes that never end", () -> full("00903c50", "003c50")),
          tooMany("notes", () -> full("00903c50", "013c00003c50")),
          produced("the most controllers", () -> stuffed(NOTE + "00b00701", "010702", 4_190_000)),
          produced("the most shared controllers", () -> shared(50_000)),
          produced("the most notes", () -> stuffed("00903c50", "013c00003c50", 1_000_000)),
          produced("the most time signatures", () -> full("", "01ff580404021808")),
          produced("the same tempo over and over", () -> full("", "01ff510307a120")),
          produced("names that double in UTF-8", () -> names(31)),
          produced("texts", () -> stuffed("", "", 0)));

  private static HostileFile tooLarge(String name, Supplier<byte[]> midi) {
    return new HostileFile(name, "sequence-too-large", midi);
  }

  private static HostileFile tooMany(String name, Supplier<byte[]> midi) {
    return new HostileFile(name, "too-many-notes", midi);
  }

  private static HostileFile produced(String name, Supplier<byte[]> midi) {
    return new HostileFile(name, "", midi);
  }

  /** One event over and over. */
  private static byte[] full(String first, String again) {
    int left = SIZE - FRAME - hex(first).length;
    return stuffed(first, again, left / hex(again).length);
  }

  /** The same, with texts for the rest of the size. */
  private static byte[] stuffed(String first, String again, int times) {
    ByteArrayOutputStream events = new ByteArrayOutputStream(SIZE);
    events.writeBytes(hex(first));
    byte[] unit = hex(again);
    for (int i = 0; i < times; i++) {
      events.writeBytes(unit);
    }
    byte[] text = join(hex(TEXT_OF_A_MILLION), new byte[1_000_000]);
    while (FRAME + events.size() + text.length <= SIZE) {
      events.writeBytes(text);
    }
    return file(480, events.toByteArray());
  }

  /** Controllers that the instruments of all programs repeat. */
  private static byte[] shared(int controllers) {
    StringBuilder events = new StringBuilder("00b00701" + "000702".repeat(controllers));
    for (int program = 0; program < 128; program++) {
      events.append("00c0%02x".formatted(program)).append(NOTE);
    }
    return file(480, events.toString());
  }

  /** As many tracks as there may be, in which each note is an instrument of its own. */
  private static byte[] instruments() {
    StringBuilder events = new StringBuilder();
    for (int program = 0; program < 128; program++) {
      events.append("00c0%02x".formatted(program)).append(NOTE);
    }
    byte[] track = Smf.track(hex(events.toString()));
    int tracks = SIZE / track.length;
    ByteArrayOutputStream file = new ByteArrayOutputStream(SIZE);
    file.writeBytes(header(1, tracks, 480));
    for (int i = 0; i < tracks; i++) {
      file.writeBytes(track);
    }
    return file.toByteArray();
  }

  /** Names of a million letters, each of an instrument of its own. */
  private static byte[] names(int names) {
    ByteArrayOutputStream events = new ByteArrayOutputStream(SIZE);
    byte[] letters = hex("e9".repeat(1_000_000));
    for (int i = 0; i < names; i++) {
      events.writeBytes(join(hex(NAME_OF_A_MILLION), letters));
      events.writeBytes(hex("00c0%02x".formatted(i) + NOTE));
    }
    return file(480, events.toByteArray());
  }

  private String outcome() {
    Outcome<byte[]> outcome =
        MidiConverter.convertToRecord(
            new SourceFile("coll", "a.mid"), midi.get(), ConversionLimits.DEFAULTS);
    if (outcome instanceof Outcome.Rejected<byte[]> rejected) {
      return rejected.rejection().reason();
    }
    return outcome instanceof Outcome.Produced ? "" : outcome.toString();
  }

  /** Prints each file's name and outcome on a line of its own. */
  public static void main(String[] args) {
    for (HostileFile file : ALL) {
      System.out.println(file.name + ": " + file.outcome());
    }
  }
}
