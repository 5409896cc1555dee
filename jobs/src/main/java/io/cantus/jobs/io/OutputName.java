package io.cantus.jobs.io;

import io.cantus.transforms.UsageException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * The files that a name means, after TensorFlow's sharded names: {@code x.tfrecord} is itself,
 * {@code x.tfrecord@8} is {@code x.tfrecord-00000-of-00008} to {@code x.tfrecord-00007-of-00008}.
 *
 * @param base the name without {@code @N}
 * @param shards number of files
 * @param files the names of the files in order
 */
public record OutputName(String base, int shards, List<String> files) {
  private static final Pattern SHARDED = Pattern.compile("(.+)@([0-9]+)");
  private static final int MOST_SHARDS = 99_999;

  /**
   * Understands a name.
   *
   * @throws UsageException if the number of shards is 0 or over 99,999
   */
  public static OutputName parse(String name) {
    Matcher sharded = SHARDED.matcher(name);
    if (!sharded.matches()) {
      return new OutputName(name, 1, List.of(name));
    }
    String base = sharded.group(1);
    String digits = sharded.group(2);
    int shards = digits.length() > 5 ? MOST_SHARDS + 1 : Integer.parseInt(digits);
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new UsageException(
          "'%s': the number of shards must be 1 to %d".formatted(name, MOST_SHARDS));
    }
    return new OutputName(
        base,
        shards,
        IntStream.range(0, shards)
            .mapToObj(shard -> "%s-%05d-of-%05d".formatted(base, shard, shards))
            .toList());
  }

  /**
   * Files that stand in this name's place: the file itself, or shards of any number, since what is
   * read by a pattern is all of them.
   */
  public List<Path> existing(Storage storage) {
    Path path = storage.path(base);
    if (shards == 1 && files.get(0).equals(base)) {
      return storage.exists(path) ? List.of(path) : List.of();
    }
    Pattern anyShard = Pattern.compile(Pattern.quote(path.getName()) + "-[0-9]{5}-of-[0-9]{5}");
    return storage.children(path.getParent()).stream()
        .filter(child -> anyShard.matcher(child.getName()).matches())
        .toList();
  }

  /**
   * The name of a file that tells about these and is not taken for one of them: the base without
   * {@code .tfrecord} and {@code .gz}, with another ending.
   *
   * @param ending such as {@code .rejects.jsonl}
   */
  public String companion(String ending) {
    return base.replaceFirst("(\\.tfrecords?)?(\\.gz)?$", "") + ending;
  }

  /** The paths of the files. */
  public List<Path> paths(Storage storage) {
    return files.stream().map(storage::path).toList();
  }
}
