package io.cantus.jobs.parts;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.HiddenFolder;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Outputs of a job that is cut into numbered batches, the same in every run. Tasks make batches in
 * a hidden folder beside the outputs, see {@link #folder}; {@link #complete} joins what they made;
 * the outputs appear whole or not at all. Of a run that breaks off or is killed, the finished
 * batches stay in the hidden folder, and the next run with the same {@link Plan} goes on from them.
 *
 * @param <R> what the job wants to know about a batch
 */
public final class ResumableOutput<R extends Serializable> implements AutoCloseable {

  /**
   * All that was made.
   *
   * @param <R> what the job wants to know about a batch
   * @param batches in order, read again from the hidden folder each time that they are asked for
   * @param outputs the files of each channel, not yet published
   */
  public record Complete<R extends Serializable>(
      Iterable<Committed<R>> batches, Map<Channel, List<Joined>> outputs) {}

  private final Storage storage;
  private final Plan plan;
  private final Console console;
  private final HiddenFolder hidden;
  private final PartsFolder folder;
  private final Ownership ownership;
  private final Publication publication;
  private final BitSet finishedBefore;
  private final Optional<Joiner> joiner;
  private final Runnable atExit = this::close;
  private OptionalInt expected = OptionalInt.empty();
  private boolean published;
  private boolean discarded;
  private boolean closed;

  private ResumableOutput(
      Storage storage,
      Plan plan,
      Console console,
      HiddenFolder hidden,
      String run,
      Publication publication) {
    this.storage = storage;
    this.plan = plan;
    this.console = console;
    this.hidden = hidden;
    this.publication = publication;
    folder = new PartsFolder(Storage.location(hidden.path()), run);
    ownership = Ownership.hold(storage, hidden.path(), run);
    Lanes lanes = new Lanes(storage, folder, plan.outputs());
    finishedBefore = takeOver(lanes);
    joiner =
        Storage.isLocal(plan.folder())
            ? Optional.of(new Joiner(storage, folder, lanes))
            : Optional.empty();
  }

  /**
   * Prepares to write, and finds out what an earlier run with the same plan has finished. What dead
   * runs left that had another plan for the same outputs is removed.
   *
   * @param existing files in the outputs' places; if they may be replaced, they are removed when
   *     the new ones are put there
   * @throws BadInputException if some exist and may not be replaced, or the folder cannot be
   *     written to
   */
  public static <R extends Serializable> ResumableOutput<R> open(
      Storage storage, Plan plan, List<Path> existing, IfExists ifExists, Console console) {
    Publication.check(storage, existing, ifExists);
    String run = UUID.randomUUID().toString();
    HiddenFolder hidden = new Hideout(storage, plan).occupy(run);
    ResumableOutput<R> output =
        new ResumableOutput<>(
            storage,
            plan,
            console,
            hidden,
            run,
            Publication.from(storage, hidden, existing, ifExists));
    int before = output.finishedBefore.cardinality();
    if (before > 0) {
      console.info("going on: %d parts were finished by an earlier run".formatted(before));
    }
    // After Spark has stopped, before Hadoop's file systems do.
    ShutdownHookManager.get()
        .addShutdownHook(output.atExit, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10);
    return output;
  }

  /** The batches of an earlier run that are whole; all other files of it are removed. */
  private BitSet takeOver(Lanes lanes) {
    try {
      return new Inheritance(storage, folder, lanes).accept();
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(folder.file("report"), e);
    }
  }

  /** Where tasks write. */
  public PartsFolder folder() {
    return folder;
  }

  /** Whether an earlier run has made a batch. */
  public boolean isFinished(int batch) {
    return finishedBefore.get(batch);
  }

  /** Says how many batches there are, as soon as that is known. */
  public void expect(int batches) {
    expected = OptionalInt.of(batches);
  }

  /**
   * Joins what was made of all batches.
   *
   * @param batches how many there are
   * @throws BadInputException if that cannot be written
   * @throws IllegalStateException if one was not made
   */
  public Complete<R> complete(JavaSparkContext context, int batches) throws InterruptedException {
    expect(batches);
    for (int batch = 0; batch < batches; batch++) {
      if (!finishedBefore.get(batch) && !folder.isCommitted(storage, batch)) {
        throw new IllegalStateException("batch %d was not made".formatted(batch));
      }
    }
    Map<Channel, List<Joined>> outputs =
        joiner.isPresent() ? joiner.get().finish(batches) : join(context, batches);
    outputs.values().stream()
        .flatMap(List::stream)
        .forEach(joined -> publication.take(joined.path(), folder.file(joined.file())));
    return new Complete<>(() -> committed(batches).iterator(), outputs);
  }

  private Stream<Committed<R>> committed(int batches) {
    return IntStream.range(0, batches)
        .mapToObj(batch -> folder.<R>committed(storage, batch).orElseThrow());
  }

  private Map<Channel, List<Joined>> join(JavaSparkContext context, int batches) {
    Map<Channel, List<List<Part>>> parts = parts(batches);
    List<JoinTask.Order> orders = new ArrayList<>();
    plan.outputs()
        .forEach(
            (channel, paths) -> {
              for (int shard = 0; shard < paths.size(); shard++) {
                orders.add(
                    new JoinTask.Order(
                        channel,
                        Lanes.whole(channel, shard),
                        Storage.location(paths.get(shard)),
                        parts.get(channel).get(shard)));
              }
            });
    List<Joined> joined =
        context
            .parallelize(orders, orders.size())
            .map(new JoinTask(context.broadcast(storage), folder))
            .collect();
    Map<Channel, List<Joined>> outputs = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<Channel, List<Path>> entry : plan.outputs().entrySet()) {
      int to = from + entry.getValue().size();
      outputs.put(entry.getKey(), joined.subList(from, to));
      from = to;
    }
    return outputs;
  }

  /** The parts of each output, in order. */
  private Map<Channel, List<List<Part>>> parts(int batches) {
    Map<Channel, List<List<Part>>> parts = new LinkedHashMap<>();
    plan.outputs()
        .forEach(
            (channel, paths) ->
                parts.put(
                    channel,
                    Stream.generate(ArrayList<Part>::new)
                        .limit(paths.size())
                        .collect(Collectors.toList())));
    committed(batches)
        .forEach(
            committed ->
                parts.forEach(
                    (channel, shards) -> {
                      Part part = committed.parts().get(channel.name());
                      if (part != null && !shards.isEmpty()) {
                        shards.get(committed.batch() % shards.size()).add(part);
                      }
                    }));
    return parts;
  }

  /** For files beside the parts; they are published with the outputs. */
  public Publication publication() {
    return publication;
  }

  /** Puts everything in its place. */
  public void publish() {
    publication.publish();
    published = true;
  }

  /**
   * Keeps nothing, because another run on the same inputs would come to the same end, and one on
   * mended inputs has another plan.
   */
  public void discard() {
    discarded = true;
  }

  /**
   * Removes the hidden folder, or leaves it to the next run if batches in it are finished and were
   * not published.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atExit);
    }
    joiner.ifPresent(Joiner::close);
    long kept = published || discarded ? 0 : committedBatches();
    if (kept == 0) {
      publication.close();
    }
    ownership.close();
    if (kept > 0) {
      String of = expected.isPresent() ? " of " + expected.getAsInt() : "";
      console.warn("%d%s parts are finished and kept; run again to go on".formatted(kept, of));
    }
  }

  private long committedBatches() {
    return storage.children(hidden.path()).stream()
        .filter(file -> PartsFolder.batchOf(file).isPresent())
        .count();
  }
}
