package io.cantus.jobs.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest.Inputs;
import io.cantus.jobs.manifest.Manifest.Kind;
import io.cantus.jobs.manifest.Manifest.Versions;
import io.cantus.jobs.outcome.Tally;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.statistics.Histogram;
import io.cantus.transforms.statistics.Statistics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Manifests to JSON and back. */
final class ManifestJson {
  static final String ID = "id";

  private static final String FORMAT = "cantus_manifest";
  private static final int CURRENT_FORMAT = 1;
  private static final String KIND = "kind";
  private static final String VERSIONS = "versions";
  private static final String CANTUS = "cantus";
  private static final String JAVA = "java";
  static final String CONFIGURATION = "configuration";
  private static final String INPUTS = "inputs";
  private static final String NAMES = "names";
  private static final String FILES = "files";
  private static final String INVENTORY_SHA256 = "inventory_sha256";
  private static final String SHARDS = "shards";
  private static final String NAME = "name";
  private static final String RECORDS = "records";
  private static final String BYTES = "bytes";
  private static final String SHA256 = "sha256";
  private static final String COUNTS = "counts";
  private static final String PRODUCED = "produced";
  private static final String REJECTED = "rejected";
  private static final String FAILED = "failed";
  private static final String SKIPPED = "skipped";
  private static final String REASONS = "reasons";
  private static final String STATISTICS = "statistics";
  private static final String HISTOGRAMS = "histograms";
  private static final String LOWER_BOUNDS = "lower_bounds";
  private static final String REJECTS = "rejects";

  private ManifestJson() {}

  static void write(Manifest manifest, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      // The printer's own line ends are the platform's.
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      json.writeStartObject();
      json.writeNumberField(FORMAT, CURRENT_FORMAT);
      json.writeStringField(ID, manifest.id());
      json.writeStringField(KIND, manifest.kind().key());
      json.writeObjectFieldStart(VERSIONS);
      json.writeStringField(CANTUS, manifest.versions().cantus());
      json.writeStringField(JAVA, manifest.versions().java());
      json.writeEndObject();
      json.writeObjectFieldStart(CONFIGURATION);
      for (Map.Entry<String, String> option : manifest.configuration().entrySet()) {
        json.writeStringField(option.getKey(), option.getValue());
      }
      json.writeEndObject();
      write(manifest.inputs(), json);
      write(manifest.shards(), json);
      write(manifest.counts(), json);
      write(REASONS, manifest.reasons(), json);
      write(STATISTICS, manifest.statistics().counters(), json);
      write(manifest.statistics().histograms(), json);
      if (manifest.rejects().isPresent()) {
        json.writeStringField(REJECTS, manifest.rejects().get());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(Inputs inputs, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(INPUTS);
    json.writeArrayFieldStart(NAMES);
    for (String name : inputs.names()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeNumberField(FILES, inputs.files());
    json.writeNumberField(BYTES, inputs.bytes());
    json.writeStringField(INVENTORY_SHA256, inputs.sha256());
    json.writeEndObject();
  }

  private static void write(List<Shard> shards, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(SHARDS);
    for (Shard shard : shards) {
      json.writeStartObject();
      json.writeStringField(NAME, shard.name());
      json.writeNumberField(RECORDS, shard.records());
      json.writeNumberField(BYTES, shard.bytes());
      json.writeStringField(SHA256, shard.sha256());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(Tally counts, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(COUNTS);
    json.writeNumberField(INPUTS, counts.inputs());
    json.writeNumberField(PRODUCED, counts.produced());
    json.writeNumberField(REJECTED, counts.rejected());
    json.writeNumberField(FAILED, counts.failed());
    json.writeNumberField(SKIPPED, counts.skipped());
    json.writeEndObject();
  }

  private static void write(String name, Map<String, Long> amounts, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> amount : amounts.entrySet()) {
      json.writeNumberField(amount.getKey(), amount.getValue());
    }
    json.writeEndObject();
  }

  private static void write(Map<String, Histogram> histograms, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(HISTOGRAMS);
    for (Map.Entry<String, Histogram> histogram : histograms.entrySet()) {
      long[] bounds = histogram.getValue().lowerBounds();
      long[] counts = histogram.getValue().counts();
      json.writeObjectFieldStart(histogram.getKey());
      json.writeFieldName(LOWER_BOUNDS);
      json.writeArray(bounds, 0, bounds.length);
      json.writeFieldName(COUNTS);
      json.writeArray(counts, 0, counts.length);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * Reads a manifest.
   *
   * @param file the file's name for messages
   */
  static Manifest read(byte[] json, String file) {
    JsonNode tree;
    try {
      tree = new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new BadInputException("%s is not a manifest: %s".formatted(file, Storage.reason(e)), e);
    }
    return new Reader(file).manifest(tree);
  }

  private record Reader(String file) {

    Manifest manifest(JsonNode json) {
      long format = number(json, FORMAT);
      if (format != CURRENT_FORMAT) {
        throw new BadInputException(
            "%s is a manifest of format %d, this Cantus reads format %d"
                .formatted(file, format, CURRENT_FORMAT));
      }
      JsonNode versions = member(json, VERSIONS);
      Manifest manifest;
      try {
        manifest =
            new Manifest(
                kind(text(json, KIND)),
                new Versions(text(versions, CANTUS), text(versions, JAVA)),
                configuration(member(json, CONFIGURATION)),
                inputs(member(json, INPUTS)),
                shards(member(json, SHARDS)),
                counts(member(json, COUNTS)),
                new TreeMap<>(amounts(member(json, REASONS))),
                statistics(json),
                json.has(REJECTS) ? Optional.of(text(json, REJECTS)) : Optional.empty());
      } catch (IllegalArgumentException e) {
        throw new BadInputException("%s is not a manifest: %s".formatted(file, e.getMessage()), e);
      }
      if (!manifest.id().equals(text(json, ID))) {
        throw new BadInputException(
            "%s was changed: its id does not fit its shards".formatted(file));
      }
      return manifest;
    }

    private Kind kind(String key) {
      return Arrays.stream(Kind.values())
          .filter(kind -> kind.key().equals(key))
          .findFirst()
          .orElseThrow(() -> notOne("its kind is \"%s\"".formatted(key)));
    }

    private Map<String, String> configuration(JsonNode json) {
      Map<String, String> configuration = new LinkedHashMap<>();
      json.fieldNames().forEachRemaining(name -> configuration.put(name, text(json, name)));
      return configuration;
    }

    private Inputs inputs(JsonNode json) {
      List<String> names = elements(member(json, NAMES)).stream().map(JsonNode::asText).toList();
      return new Inputs(
          names, number(json, FILES), number(json, BYTES), text(json, INVENTORY_SHA256));
    }

    private List<Shard> shards(JsonNode json) {
      List<Shard> shards = new ArrayList<>();
      for (JsonNode shard : elements(json)) {
        shards.add(
            new Shard(
                text(shard, NAME),
                number(shard, RECORDS),
                number(shard, BYTES),
                text(shard, SHA256)));
      }
      return shards;
    }

    private Tally counts(JsonNode json) {
      Tally counts =
          new Tally(
              number(json, PRODUCED),
              number(json, REJECTED),
              number(json, FAILED),
              number(json, SKIPPED));
      if (counts.inputs() != number(json, INPUTS)) {
        throw notOne("its counts do not add up: %s".formatted(json));
      }
      return counts;
    }

    private Map<String, Long> amounts(JsonNode json) {
      Map<String, Long> amounts = new TreeMap<>();
      json.fieldNames().forEachRemaining(name -> amounts.put(name, number(json, name)));
      return amounts;
    }

    private Statistics statistics(JsonNode json) {
      Statistics statistics = new Statistics();
      amounts(member(json, STATISTICS)).forEach(statistics::count);
      JsonNode histograms = member(json, HISTOGRAMS);
      histograms
          .fieldNames()
          .forEachRemaining(
              name -> {
                JsonNode histogram = histograms.get(name);
                statistics.count(
                    name,
                    Histogram.of(
                        numbers(member(histogram, LOWER_BOUNDS)),
                        numbers(member(histogram, COUNTS))));
              });
      return statistics;
    }

    private long[] numbers(JsonNode json) {
      return elements(json).stream().mapToLong(JsonNode::asLong).toArray();
    }

    private static List<JsonNode> elements(JsonNode json) {
      return StreamSupport.stream(json.spliterator(), false).toList();
    }

    private JsonNode member(JsonNode json, String name) {
      if (!json.path(name).isContainerNode()) {
        throw notOne("it has no %s".formatted(name));
      }
      return json.get(name);
    }

    private String text(JsonNode json, String name) {
      if (!json.path(name).isTextual()) {
        throw notOne("it has no text %s".formatted(name));
      }
      return json.get(name).textValue();
    }

    private long number(JsonNode json, String name) {
      if (!json.path(name).isIntegralNumber()) {
        throw notOne("it has no number %s".formatted(name));
      }
      return json.get(name).longValue();
    }

    private BadInputException notOne(String why) {
      return new BadInputException("%s is not a manifest: %s".formatted(file, why));
    }
  }
}
