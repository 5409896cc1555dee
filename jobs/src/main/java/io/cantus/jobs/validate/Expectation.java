package io.cantus.jobs.validate;

import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.manifest.Shard;
import java.io.Serializable;

/**
 * What a manifest says of a file.
 *
 * @param manifest the manifest's name
 * @param config name of the model's config; empty for NoteSequences
 */
record Expectation(String manifest, Manifest.Kind kind, String config, Shard shard)
    implements Serializable {}
