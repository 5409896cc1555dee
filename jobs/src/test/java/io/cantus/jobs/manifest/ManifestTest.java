package io.cantus.jobs.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest.Inputs;
import io.cantus.jobs.manifest.Manifest.Kind;
import io.cantus.jobs.manifest.Manifest.Versions;
import io.cantus.jobs.outcome.Tally;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.statistics.Histogram;
import io.cantus.transforms.statistics.Statistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {

  @TempDir Path folder;
  private final Storage storage = new Storage(new Configuration());

  @Test
  void aManifestIsWrittenKeyByKey() throws IOException {
    assertThat(text(conversion()))
        .isEqualTo(
            """
            {
              "cantus_manifest" : 1,
              "id" : "%s",
              "kind" : "note-sequences",
              "versions" : {
                "cantus" : "1.0",
                "java" : "17.0.1"
              },
              "configuration" : {
                "recursive" : "true",
                "max_ticks" : "10000000000"
              },
              "inputs" : {
                "names" : [
                  "songs",
                  "more.tar.gz"
                ],
                "files" : 5,
                "bytes" : 1234,
                "inventory_sha256" : "abcd"
              },
              "shards" : [
                {
                  "name" : "ns.tfrecord-00000-of-00002",
                  "records" : 2,
                  "bytes" : 100,
                  "sha256" : "00ff"
                },
                {
                  "name" : "ns.tfrecord-00001-of-00002",
                  "records" : 1,
                  "bytes" : 50,
                  "sha256" : "11ff"
                }
              ],
              "counts" : {
                "inputs" : 5,
                "produced" : 3,
                "rejected" : 1,
                "failed" : 0,
                "skipped" : 1
              },
              "reasons" : {
                "empty-track" : 1,
                "no-converter" : 1
              },
              "statistics" : {
                "notes" : 77
              },
              "histograms" : {
                "bars" : {
                  "lower_bounds" : [
                    0,
                    10
                  ],
                  "counts" : [
                    0,
                    2,
                    1
                  ]
                }
              },
              "rejects" : "ns.rejects.jsonl"
            }
            """
                .formatted(conversion().id()));
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    for (Manifest manifest : List.of(conversion(), dataSet("lookback_rnn", "00ff"))) {
      assertThat(read(text(manifest))).isEqualTo(manifest);
    }
  }

  @Test
  void keysThatAreNotKnownArePassedOver() throws IOException {
    String text =
        text(conversion())
            .replace("\"kind\"", "\"mood\" : [\"major\"], \"kind\"")
            .replace("\"name\"", "\"colour\" : {\"red\" : 1}, \"name\"");

    assertThat(read(text)).isEqualTo(conversion());
  }

  @Test
  void theIdFollowsFromConfigAndShardsAlone() {
    Manifest manifest = dataSet("lookback_rnn", "00ff");

    assertThat(manifest.id())
        .isEqualTo("c11c8f61bca5cb38c7c465ce8a70589becc899acf11ea7545b2d13f848b3fb05")
        .isNotEqualTo(dataSet("basic_rnn", "00ff").id())
        .isNotEqualTo(dataSet("lookback_rnn", "00fe").id());
    assertThat(
            new Manifest(
                    Kind.DATA_SET,
                    new Versions("2.0", "21"),
                    Map.of(Manifest.CONFIG, "lookback_rnn", "seed", "7"),
                    new Inputs(List.of("elsewhere"), 9, 9, ""),
                    manifest.shards(),
                    Tally.NONE,
                    new TreeMap<>(),
                    new Statistics(),
                    Optional.of("rejects"))
                .id())
        .isEqualTo(manifest.id());
  }

  @Test
  void whatIsNoManifestIsRefusedInOneLine() throws IOException {
    String text = text(conversion());
    Map<String, String> faults =
        Map.of(
            "not JSON",
            "is not a manifest: Unrecognized token",
            "",
            "is not a manifest: it has no number cantus_manifest",
            "[1, 2]",
            "is not a manifest: it has no number cantus_manifest",
            text.replace("\"cantus_manifest\" : 1", "\"cantus_manifest\" : 2"),
            "is a manifest of format 2, this Cantus reads format 1",
            text.replace("\"note-sequences\"", "\"songs\""),
            "is not a manifest: its kind is \"songs\"",
            text.replace("\"shards\"", "\"parts\""),
            "is not a manifest: it has no shards",
            text.replace("\"produced\" : 3", "\"produced\" : 4"),
            "is not a manifest: its counts do not add up",
            text.replace("\"00ff\"", "\"00fe\""),
            "was changed: its id does not fit its shards",
            text.replace("\"note-sequences\"", "\"data-set\""),
            "is not a manifest: a data set without a config");

    faults.forEach(
        (fault, message) ->
            assertThatThrownBy(() -> read(fault))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("ns.manifest.json " + message)
                .hasMessageNotContaining("\n"));
  }

  @Test
  void theIdOfTheDataSetIsFoundBesideItsFilesAndInItsFolder() throws IOException {
    Manifest manifest = dataSet("lookback_rnn", "00ff");
    assertThat(Manifest.idBeside(storage, folder.toString())).isEmpty();

    Files.writeString(folder.resolve(Manifest.DATA_SET_FILE), text(manifest));

    assertThat(Manifest.idBeside(storage, folder.toString())).contains(manifest.id());
    assertThat(Manifest.idBeside(storage, folder + "/training_melodies.tfrecord"))
        .contains(manifest.id());

    Files.writeString(folder.resolve(Manifest.DATA_SET_FILE), "{}");
    assertThatThrownBy(() -> Manifest.idBeside(storage, folder.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("%s/dataset.json is not a data set's manifest: it has no id".formatted(folder));
  }

  private static Manifest conversion() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("recursive", "true");
    configuration.put("max_ticks", "10000000000");
    Statistics statistics = new Statistics();
    statistics.count("notes", 77);
    statistics.count("bars", Histogram.of(new long[] {0, 10}, new long[] {0, 2, 1}));
    return new Manifest(
        Kind.NOTE_SEQUENCES,
        new Versions("1.0", "17.0.1"),
        configuration,
        new Inputs(List.of("songs", "more.tar.gz"), 5, 1234, "abcd"),
        List.of(
            new Shard("ns.tfrecord-00000-of-00002", 2, 100, "00ff"),
            new Shard("ns.tfrecord-00001-of-00002", 1, 50, "11ff")),
        new Tally(3, 1, 0, 1),
        new TreeMap<>(Map.of("no-converter", 1L, "empty-track", 1L)),
        statistics,
        Optional.of("ns.rejects.jsonl"));
  }

  private static Manifest dataSet(String config, String sha256) {
    return new Manifest(
        Kind.DATA_SET,
        Versions.current(),
        Map.of(Manifest.CONFIG, config),
        new Inputs(List.of("ns.tfrecord"), 1, 150, "abcd"),
        List.of(new Shard("training_melodies.tfrecord", 3, 3000, sha256)),
        new Tally(3, 0, 0, 0),
        new TreeMap<>(),
        new Statistics(),
        Optional.empty());
  }

  private static String text(Manifest manifest) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Manifest read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("ns.manifest.json"), text);
    return Manifest.read(storage, new org.apache.hadoop.fs.Path(file.toUri()));
  }
}
