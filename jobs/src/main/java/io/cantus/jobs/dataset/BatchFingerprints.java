package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.transforms.sequence.Fingerprint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tells the records of a batch apart, packed: the first task of a job that drops copies
 * returns this.
 */
final class BatchFingerprints implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<TfRecordSplit.Span> spans = new ArrayList<>();

  /** Two numbers for each record. */
  private long[] bits = new long[64];

  /** Of each record; null where it is a copy of none. */
  private final List<String> sources = new ArrayList<>();

  void add(TfRecordSplit.Span span) {
    spans.add(span);
  }

  /** Takes in the next record. */
  void add(Fingerprint fingerprint, String source) {
    int at = 2 * sources.size();
    if (at == bits.length) {
      bits = Arrays.copyOf(bits, 2 * at);
    }
    bits[at] = fingerprint.high();
    bits[at + 1] = fingerprint.low();
    sources.add(source);
  }

  /** Takes in the next record, which is like no other. */
  void addUnique() {
    add(new Fingerprint(0, 0), null);
  }

  List<TfRecordSplit.Span> spans() {
    return spans;
  }

  /**
   * The records that were seen before, in the order of the input.
   *
   * @param batches in the order of the input
   * @return for each batch, by the place of a record in it, the source of the first such record
   */
  static List<SortedMap<Integer, String>> duplicates(List<BatchFingerprints> batches) {
    Map<Fingerprint, String> firsts = new HashMap<>();
    List<SortedMap<Integer, String>> duplicates = new ArrayList<>();
    for (BatchFingerprints batch : batches) {
      SortedMap<Integer, String> found = new TreeMap<>();
      for (int record = 0; record < batch.sources.size(); record++) {
        String source = batch.sources.get(record);
        if (source != null) {
          Fingerprint fingerprint =
              new Fingerprint(batch.bits[2 * record], batch.bits[2 * record + 1]);
          String first = firsts.putIfAbsent(fingerprint, source);
          if (first != null) {
            found.put(record, first);
          }
        }
      }
      duplicates.add(found);
    }
    return duplicates;
  }
}
