package io.cantus.jobs.validate;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.jobs.manifest.Shard;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Reads a file to its end or its first damage, and compares it with what its manifest says. */
final class FileCheck implements Function<Target, FileReport> {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER_BYTES = 1 << 18;

  private final Broadcast<Storage> storage;
  private final LongAccumulator done;

  FileCheck(Broadcast<Storage> storage, LongAccumulator done) {
    this.storage = storage;
    this.done = done;
  }

  @Override
  public FileReport call(Target target) {
    Path path = Storage.at(target.location());
    RecordCheck check = new RecordCheck(target.expected());
    long records = 0;
    String damage;
    try {
      TfRecordFile file = TfRecordFile.at(storage.value(), path, target.bytes());
      boolean plain = file.compression() == Compression.NONE;
      try (TfRecordSplitReader reader =
          TfRecordSplitReader.open(storage.value(), TfRecordSplit.whole(file))) {
        long offset = reader.offset();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          check(check, record, offset);
          offset = reader.offset();
          records++;
          done.add(plain ? record.length + TfRecordWriter.OVERHEAD : 0);
        }
      }
      done.add(plain ? 0 : file.bytes());
      damage = againstManifest(target, path, records).orElse("");
    } catch (BadInputException e) {
      damage = "%s, record %d".formatted(withoutName(e.getMessage(), path), records);
    }
    return new FileReport(Storage.shown(path), check.content(), records, target.bytes(), damage);
  }

  private static void check(RecordCheck check, byte[] record, long offset) {
    try {
      check.check(record);
    } catch (BadInputException e) {
      throw new BadInputException("%s at byte %d".formatted(e.getMessage(), offset), e);
    }
  }

  /** The reports name the file before each damage. */
  private static String withoutName(String message, Path path) {
    String prefix = Storage.shown(path) + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private Optional<String> againstManifest(Target target, Path path, long records) {
    if (target.expected().isEmpty()) {
      return Optional.empty();
    }
    String manifest = target.expectation().manifest();
    Shard shard = target.expectation().shard();
    if (records != shard.records()) {
      return Optional.of("%d records, %s says %d".formatted(records, manifest, shard.records()));
    }
    if (target.bytes() != shard.bytes()) {
      return Optional.of("%d bytes, %s says %d".formatted(target.bytes(), manifest, shard.bytes()));
    }
    String sha256 = sha256(path);
    return sha256.equals(shard.sha256())
        ? Optional.empty()
        : Optional.of("SHA-256 %s, %s says %s".formatted(sha256, manifest, shard.sha256()));
  }

  private String sha256(Path path) {
    MessageDigest digest = BackgroundDigest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = storage.value().open(path)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
      }
    } catch (IOException e) {
      throw new BadInputException("cannot be read again: %s".formatted(Storage.reason(e)), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
