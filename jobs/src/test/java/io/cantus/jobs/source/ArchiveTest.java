package io.cantus.jobs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.transforms.source.ConversionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever way a tree of files comes, its files have the same names and bytes. */
final class ArchiveTest {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final String LONG = "long ".repeat(30);

  private final Configuration configuration = new Configuration();
  private final Storage storage = new Storage(configuration);
  private final Map<String, String> tree = new LinkedHashMap<>();

  @TempDir private Path folder;

  /** Files, and things that are none, as in a folder called {@code music}. */
  @BeforeEach
  void tree() {
    tree.put("music/", "");
    tree.put("music/b.mid", "b".repeat(70_000));
    tree.put("music/a.MID", "");
    tree.put("music/caf\u00e9 \uD83C\uDFB5 [x] #1 %41.mid", "x");
    tree.put("music/readme.txt", "text");
    tree.put("music/old.zip", "PK");
    tree.put("music/sub/", "");
    tree.put("music/sub/deep/c.mid", "c".repeat(512));
    tree.put("music/sub/" + LONG + "/" + LONG + ".mid", LONG);
    tree.put("music/like.mid/d.mid", "d");
    tree.put("music/like.mid/e.mid", "e");
  }

  private String write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
    return folder.resolve(name).toString();
  }

  private Sources open(String input, Depth depth) {
    return Sources.open(
        storage, List.of(input), depth, ArchiveLimits.DEFAULTS, ConversionLimits.DEFAULTS);
  }

  private void hasTheSameAsTheFolder(String archive) throws IOException {
    Path unpacked = folder.resolve("unpacked");
    for (Map.Entry<String, String> file : tree.entrySet()) {
      Path path = unpacked.resolve(file.getKey());
      if (file.getKey().endsWith("/")) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    for (Depth depth : Depth.values()) {
      Found expected = Found.in(storage, open(unpacked + "/music", depth)).sorted();
      Found found = Found.in(storage, open(archive, depth)).sorted();
      assertThat(found.names()).isEqualTo(expected.names()).hasSizeGreaterThan(2);
      assertThat(found.contents()).isEqualTo(expected.contents());
      assertThat(found.refused()).isEqualTo(expected.refused()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void tarWithLongNamesOfEitherKind() throws IOException {
    hasTheSameAsTheFolder(write("a.tar", Packed.tar(tree, TarArchiveOutputStream.LONGFILE_POSIX)));
    hasTheSameAsTheFolder(write("b.TAR", Packed.tar(tree, TarArchiveOutputStream.LONGFILE_GNU)));
  }

  @Test
  void tarOfTarsIsReadToItsEnd() throws IOException {
    Map<String, String> first = new LinkedHashMap<>(tree);
    Map<String, String> second = new LinkedHashMap<>();
    second.put("music/sub/deep/c.mid", first.remove("music/sub/deep/c.mid"));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(Packed.tar(first));
    both.write(Packed.tar(second));
    hasTheSameAsTheFolder(write("both.tar", both.toByteArray()));
  }

  @Test
  void compressedTar() throws IOException {
    byte[] tar = Packed.tar(tree);
    hasTheSameAsTheFolder(write("a.tar.gz", Packed.gzip(tar)));
    hasTheSameAsTheFolder(write("b.TGZ", Packed.gzip(tar)));
    // A browser may have unpacked it on the way, or a name lack what it should end in.
    hasTheSameAsTheFolder(write("plain.tar.gz", tar));
    hasTheSameAsTheFolder(write("packed.tar", Packed.gzip(tar)));
  }

  @Test
  void compressedTarOfSeveralMembersWithSomethingBehindThem() throws IOException {
    byte[] tar = Packed.tar(tree);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < tar.length; at += 1000) {
      members.write(
          Packed.gzip(java.util.Arrays.copyOfRange(tar, at, Math.min(at + 1000, tar.length))));
      members.write(Packed.gzip(new byte[0]));
    }
    members.write(new byte[100]);
    hasTheSameAsTheFolder(write("members.tar.gz", members.toByteArray()));
  }

  @Test
  void zip() throws IOException {
    hasTheSameAsTheFolder(write("a.zip", Packed.zip(tree, DEFLATED, Zip64Mode.Never)));
    hasTheSameAsTheFolder(write("b.ZIP", Packed.zip(tree, STORED, Zip64Mode.Never)));
    hasTheSameAsTheFolder(write("c.zip", Packed.zip(tree, DEFLATED, Zip64Mode.Always)));
  }

  @Test
  void zipWithSomethingBeforeAndAComment() throws IOException {
    for (Zip64Mode large : List.of(Zip64Mode.Never, Zip64Mode.Always)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write("#!/bin/sh\n".getBytes(UTF_8));
      bytes.write(Packed.zip(tree, DEFLATED, large));
      hasTheSameAsTheFolder(write(large + ".zip", bytes.toByteArray()));
    }
  }

  @Test
  void sequenceFilesOfOthers() throws IOException {
    for (CompressionType type : CompressionType.values()) {
      for (Class<? extends CompressionCodec> codec :
          List.of(DefaultCodec.class, BZip2Codec.class)) {
        hasTheSameAsTheFolder(sequenceFile(type, codec));
      }
    }
  }

  private String sequenceFile(CompressionType type, Class<? extends CompressionCodec> codec)
      throws IOException {
    Path path = folder.resolve(type + codec.getSimpleName());
    try (FSDataOutputStream out = new FSDataOutputStream(Files.newOutputStream(path), null);
        SequenceFile.Writer writer =
            SequenceFile.createWriter(
                configuration,
                SequenceFile.Writer.stream(out),
                SequenceFile.Writer.keyClass(Text.class),
                SequenceFile.Writer.valueClass(BytesWritable.class),
                SequenceFile.Writer.compression(
                    type, ReflectionUtils.newInstance(codec, configuration)))) {
      for (Map.Entry<String, String> file : tree.entrySet()) {
        if (!file.getKey().endsWith("/")) {
          writer.append(
              new Text(file.getKey()), new BytesWritable(file.getValue().getBytes(UTF_8)));
          writer.sync();
        }
      }
    }
    return path.toString();
  }
}
