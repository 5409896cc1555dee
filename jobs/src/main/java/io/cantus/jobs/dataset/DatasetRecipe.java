package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.transforms.dataset.DatasetOptions;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.dataset.ExampleEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** All that decides what becomes of given NoteSequences. */
public record DatasetRecipe(
    MelodyConfig config,
    DatasetOptions options,
    EvalSplit split,
    Dedupe dedupe,
    ExampleEncoding exampleEncoding,
    Compression compression)
    implements Serializable {

  /** What Magenta makes. */
  public static DatasetRecipe of(MelodyConfig config, EvalSplit split) {
    return new DatasetRecipe(
        config,
        DatasetOptions.DEFAULTS,
        split,
        Dedupe.NONE,
        ExampleEncoding.DENSE,
        Compression.NONE);
  }

  /** The options in force by name, as the manifest has them. */
  Map<String, String> configuration() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(Manifest.CONFIG, config.name());
    all.put("input_size", Integer.toString(config.encoding().inputSize()));
    all.put("num_classes", Integer.toString(config.encoding().numClasses()));
    all.put("example_encoding", exampleEncoding.key());
    all.put("compression", compression.name().toLowerCase(Locale.ROOT));
    all.put("eval_ratio", Double.toString(split.evalRatio()));
    all.put("seed", Long.toString(split.seed()));
    all.put("dedupe", dedupe.key());
    all.putAll(options.settings());
    return all;
  }
}
