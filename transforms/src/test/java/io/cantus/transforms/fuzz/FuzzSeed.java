package io.cantus.transforms.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.midi.Smf;
import io.cantus.transforms.songbook.Arranger;
import io.cantus.transforms.songbook.Songbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * A file that mutants are made of.
 *
 * @param name with the ending of its format
 */
record FuzzSeed(String name, byte[] content) {
  private static final int MAX_BYTES = 1 << 15;
  private static final List<String> CORPORA =
      List.of("lakh", "freedoom", "odd", "jazzsoft", "note-seq", "groove", "openewld");

  private static final String SCORE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.0 Partwise//EN" "partwise.dtd">
      <score-partwise version="3.0">
      <work><work-title>Mutable</work-title></work>
      <identification><creator type="composer">Nobody</creator></identification>
      <part-list>
      <score-part id="P1"><part-name>Lead &amp; chords</part-name>
      <score-instrument id="I1"><instrument-name>Flute</instrument-name></score-instrument>
      <midi-instrument id="I1"><midi-channel>1</midi-channel><midi-program>74</midi-program>
      </midi-instrument></score-part>
      <score-part id="P2"><part-name>Bass</part-name></score-part>
      </part-list>
      <part id="P1">
      <measure number="0" implicit="yes"><attributes><divisions>4</divisions>
      <key><fifths>-3</fifths><mode>minor</mode></key>
      <time><beats>3</beats><beat-type>4</beat-type></time>
      <transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>
      <direction><direction-type><metronome><beat-unit>quarter</beat-unit>
      <per-minute>96</per-minute></metronome></direction-type><sound tempo="96" dynamics="71"/>
      </direction>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>4</duration><voice>1</voice>
      <type>quarter</type></note></measure>
      <measure number="1"><barline location="left"><repeat direction="forward"/></barline>
      <harmony><root><root-step>C</root-step><root-alter>-1</root-alter></root>
      <kind text="m7">minor-seventh</kind><bass><bass-step>G</bass-step></bass>
      <degree><degree-value>9</degree-value><degree-alter>1</degree-alter>
      <degree-type>add</degree-type></degree></harmony>
      <note><pitch><step>C</step><alter>1</alter><octave>5</octave></pitch><duration>6</duration>
      <tie type="start"/><voice>1</voice><type>quarter</type><dot/></note>
      <note><chord/><pitch><step>E</step><octave>5</octave></pitch><duration>6</duration>
      <voice>1</voice><type>quarter</type><dot/></note>
      <note><pitch><step>C</step><alter>1</alter><octave>5</octave></pitch><duration>2</duration>
      <tie type="stop"/><voice>1</voice><type>eighth</type></note>
      <note><rest/><duration>4</duration><voice>1</voice><type>quarter</type></note>
      <backup><duration>12</duration></backup>
      <note><grace/><pitch><step>B</step><octave>3</octave></pitch><voice>2</voice>
      <type>eighth</type></note>
      <note><pitch><step>A</step><octave>3</octave></pitch><duration>12</duration><voice>2</voice>
      <type>half</type><dot/></note></measure>
      <measure number="2"><barline location="left"><ending number="1" type="start"/></barline>
      <note><pitch><step>D</step><octave>5</octave></pitch><duration>4</duration>
      <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes>
      </time-modification></note><forward><duration>8</duration></forward>
      <barline location="right"><ending number="1" type="stop"/><repeat direction="backward"
      times="2"/></barline></measure>
      </part>
      <part id="P2">
      <measure number="0"><attributes><divisions>1</divisions></attributes>
      <note><unpitched><display-step>E</display-step><display-octave>4</display-octave></unpitched>
      <duration>1</duration></note></measure>
      <measure number="1"><note><pitch><step>C</step><octave>2</octave></pitch>
      <duration>3</duration></note></measure>
      </part>
      </score-partwise>
      """;

  private static final String CONTAINER =
      """
      <?xml version="1.0"?>
      <container><rootfiles><rootfile full-path="score.xml"
      media-type="application/vnd.recordare.musicxml+xml"/></rootfiles></container>
      """;

  private static final String TUNES =
      """
      % a book
      X:1
      T:First
      C:Trad.
      M:6/8
      L:1/8
      Q:3/8=110
      K:Ador
      |:"Am"A2B c2d|"G"(3efg e>d {g}B2|1 [Ace]3 z3:|2 ~A6||
      [M:3/4][K:Eb]!trill!_B,2 ^c/2=d/|E-E F'3|"Gm7/D"G4 z2|]
      w: so la-la ti_ do

      X:2
      T:Second
      M:C|
      L:1/4
      Q:"Slow" 1/4=60
      K:D mix
      DEFG|A<B c2|[1 d4:|[2 d2z2|::(5ABcde f g::Z2|

      X:3
      T:Third
      M:2/4
      K:C
      P:A
      V:1 clef=treble
      D8|
      V:2
      D,8|
      """;

  /** All seeds of the formats that are read: always those made here, the corpora if present. */
  static List<FuzzSeed> all() {
    List<FuzzSeed> seeds = new ArrayList<>(made());
    if (Files.isDirectory(SharedCorpora.corpus(CORPORA.get(0)))) {
      CORPORA.forEach(corpus -> SharedCorpora.files(corpus).forEach(path -> read(path, seeds)));
    }
    return seeds.stream().filter(FuzzSeed::isRead).toList();
  }

  /** What its format goes by. */
  String ending() {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private boolean isRead() {
    return SourceFormat.of(name).isPresent();
  }

  /** Seeds made in code, at least one of each format. */
  static List<FuzzSeed> made() {
    List<FuzzSeed> seeds = new ArrayList<>();
    seeds.add(
        new FuzzSeed(
            "events.mid",
            Smf.file(
                480,
                "00ff0002000c 00ff51030 7a120 00ff5804 04021808 00ff5902fd01 00ff5405 6003040510"
                    + "8360ff51030 927c0 8360ff58040302 1808 00ff0104 74657874 00ff7f024201 00ff2f00",
                "00ff0303506e6f 00c005 00b00764 00e00040 00903c50 003e50 60 3c00 00803e40 00f0044142"
                    + "43f7 00b14007 00c910 0099 2646 10260000 ff2001 0100ff2101020 0ff2f00",
                "00903c50 01903c51 01803c00 00 3c00 00a03c01 00d020 00f200 01 00f301 00f8 00ff0801 20"
                    + "8170ff2f00")));
    SortedMap<String, byte[]> songs = Arranger.files(Songbook.standard());
    songs.values().stream().limit(8).forEach(song -> seeds.add(new FuzzSeed("song.mid", song)));
    byte[] score = SCORE.getBytes(UTF_8);
    seeds.add(new FuzzSeed("score.xml", score));
    seeds.add(new FuzzSeed("score.musicxml", score));
    seeds.add(
        new FuzzSeed(
            "score.mxl",
            ZipFiles.of(
                List.of(
                    new ZipFiles.Entry("META-INF/container.xml", CONTAINER.getBytes(UTF_8)),
                    new ZipFiles.Entry("score.xml", score)))));
    seeds.add(new FuzzSeed("tunes.abc", TUNES.getBytes(UTF_8)));
    return seeds.stream().filter(FuzzSeed::isRead).toList();
  }

  private static void read(Path path, List<FuzzSeed> seeds) {
    try {
      if (Files.size(path) <= MAX_BYTES) {
        seeds.add(new FuzzSeed(path.getFileName().toString(), Files.readAllBytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
