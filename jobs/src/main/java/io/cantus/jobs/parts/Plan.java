package io.cantus.jobs.parts;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What a job is going to write.
 *
 * @param folder where the outputs will lie
 * @param name of the outputs, as a part of the hidden folder's name
 * @param fingerprint of all that decides what is written: inputs, options, version. A run goes on
 *     only where an earlier one of the same fingerprint stopped
 * @param outputs the files of each channel: of n files, the k-th has the parts of batches k, k + n,
 *     k + 2n and so on. The parts of a channel without files are not joined: the job finds them in
 *     the hidden folder
 */
public record Plan(
    Path folder, String name, String fingerprint, Map<Channel, List<Path>> outputs) {}
