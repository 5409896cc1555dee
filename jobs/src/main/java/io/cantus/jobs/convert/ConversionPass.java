package io.cantus.jobs.convert;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.parts.ResumableOutput;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.jobs.source.Sources;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One way through the inputs: cuts them into batches and has Spark convert those that no earlier
 * run has finished. What can be read in its place is handed out in one job at the end; what is
 * unpacked from a stream is written down batch by batch and converted while the next are unpacked.
 */
final class ConversionPass implements AutoCloseable {
  /** What a task costs at most, unless the user said how many there are. */
  private static final long LARGEST_TASK = 1L << 24;

  private static final long SMALLEST_TASK = 1L << 20;

  /** A job under way, and the files that only it needs. */
  private record Job(JavaFutureAction<Void> action, List<Path> spools) {}

  private final JavaSparkContext context;
  private final Storage storage;
  private final ResumableOutput<BatchReport> output;
  private final ConvertTask task;
  private final OptionalInt partitions;
  private final BatchCutter cutter;
  private final List<Integer> sizes = new ArrayList<>();
  private final Deque<Job> jobs = new ArrayDeque<>();
  private List<Batch> pending = new ArrayList<>();
  private long pendingCost;
  private List<Path> spools = new ArrayList<>();
  private OutputStream spool;
  private long spooled;

  ConversionPass(
      JavaSparkContext context,
      Storage storage,
      ResumableOutput<BatchReport> output,
      ConvertTask task,
      OptionalInt partitions,
      int shards) {
    this.context = context;
    this.storage = storage;
    this.output = output;
    this.task = task;
    this.partitions = partitions;
    cutter = new BatchCutter(shards);
  }

  /**
   * Converts everything.
   *
   * @return how many items each batch has
   */
  List<Integer> run(Sources sources) throws ExecutionException, InterruptedException {
    for (Optional<SourceItem> item = next(sources); item.isPresent(); item = next(sources)) {
      Optional<Batch> full = add(item.get());
      if (full.isPresent()) {
        take(full.get());
      }
    }
    Optional<Batch> rest = cutter.rest();
    if (rest.isPresent()) {
      take(rest.get());
    }
    output.expect(sizes.size());
    submit();
    while (!jobs.isEmpty()) {
      await(jobs.remove());
    }
    return sizes;
  }

  private Optional<SourceItem> next(Sources sources) {
    try {
      return sources.hasNext() ? Optional.of(sources.next()) : Optional.empty();
    } catch (BadInputException e) {
      // A damaged archive stays damaged.
      output.discard();
      throw e;
    }
  }

  private Optional<Batch> add(SourceItem item) {
    if (item instanceof Refused refused) {
      return cutter.addRefused(refused);
    }
    SourceEntry entry =
        item instanceof Unpacked unpacked ? spool(unpacked) : ((Located) item).entry();
    return cutter.addFile(new Located(entry), entry.bytes());
  }

  /** Writes down a file that is nowhere else, unless its batch is finished. */
  private SourceEntry spool(Unpacked file) {
    Path path = output.folder().file("unpacked-%06d".formatted(cutter.number()));
    byte[] content = file.content();
    if (!output.isFinished(cutter.number())) {
      try {
        if (spool == null) {
          spool = storage.create(path);
          spools.add(path);
        }
        spool.write(content, 0, content.length);
      } catch (IOException e) {
        throw TfRecordFileWriter.unwritable(path, e);
      }
    }
    SourceEntry entry =
        new SourceEntry(
            file.collection(),
            file.name(),
            Storage.location(path),
            spooled,
            content.length,
            content.length,
            Packing.AS_IS);
    spooled += content.length;
    return entry;
  }

  private void take(Batch batch) throws ExecutionException, InterruptedException {
    boolean unpacked = spool != null;
    closeSpool();
    spooled = 0;
    sizes.add(batch.items().size());
    if (output.isFinished(batch.number())) {
      return;
    }
    pending.add(batch);
    pendingCost += batch.cost();
    if (unpacked && pendingCost >= LARGEST_TASK) {
      submit();
      if (jobs.size() > 2 * context.defaultParallelism()) {
        await(jobs.remove());
      }
    }
  }

  private void closeSpool() {
    if (spool != null) {
      try {
        spool.close();
      } catch (IOException e) {
        throw TfRecordFileWriter.unwritable(spools.get(spools.size() - 1), e);
      } finally {
        spool = null;
      }
    }
  }

  private void submit() {
    if (pending.isEmpty()) {
      return;
    }
    List<List<Batch>> tasks = tasks();
    jobs.add(new Job(context.parallelize(tasks, tasks.size()).foreachAsync(task), spools));
    pending = new ArrayList<>();
    pendingCost = 0;
    spools = new ArrayList<>();
  }

  /** Neighbours go to one task, so that what is finished first can be joined first. */
  private List<List<Batch>> tasks() {
    long cost =
        partitions.isPresent()
            ? (pendingCost + partitions.getAsInt() - 1) / partitions.getAsInt()
            : Math.max(
                SMALLEST_TASK,
                Math.min(LARGEST_TASK, pendingCost / (4L * context.defaultParallelism())));
    List<List<Batch>> tasks = new ArrayList<>();
    List<Batch> next = new ArrayList<>();
    long filled = 0;
    for (Batch batch : pending) {
      next.add(batch);
      filled += batch.cost();
      if (filled >= cost) {
        tasks.add(next);
        next = new ArrayList<>();
        filled = 0;
      }
    }
    if (!next.isEmpty()) {
      tasks.add(next);
    }
    return tasks;
  }

  private void await(Job job) throws ExecutionException, InterruptedException {
    job.action().get();
    for (Path path : job.spools()) {
      try {
        storage.delete(path);
      } catch (IOException e) {
        throw TfRecordFileWriter.unwritable(path, e);
      }
    }
  }

  /** Stops what is still under way. */
  @Override
  public void close() {
    jobs.forEach(job -> job.action().cancel(true));
    closeSpool();
  }
}
