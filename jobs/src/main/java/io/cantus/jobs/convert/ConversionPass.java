package io.cantus.jobs.convert;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.parts.ResumableOutput;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.jobs.source.Sources;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
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
 * unpacked from a stream is written down batch by batch and converted while the next are unpacked,
 * in jobs that grow: the first starts soon, and few are needed.
 */
final class ConversionPass implements AutoCloseable {
  /** What a task costs at most, unless the user said how many there are. */
  private static final long LARGEST_TASK = 1L << 24;

  private static final long SMALLEST_TASK = 1L << 20;

  /** Enough that no core waits long for the last one's end. */
  private static final int TASKS_A_CORE = 4;

  /** One that runs and one that waits for its turn, while the next one's files are unpacked. */
  private static final int MAX_JOBS_UNDER_WAY = 2;

  /** A job under way, and the files that only it needs. */
  private record Job(JavaFutureAction<Void> action, List<Path> spools) {}

  private final JavaSparkContext context;
  private final Storage storage;
  private final ResumableOutput<BatchReport> output;
  private final ConvertTask task;
  private final OptionalInt partitions;
  private final BatchCutter cutter;
  private final long largestJob;
  private final List<Integer> sizes = new ArrayList<>();
  private final Deque<Job> jobs = new ArrayDeque<>();
  private List<Batch> pending = new ArrayList<>();
  private long pendingCost;
  private long nextJob = LARGEST_TASK;
  private List<Path> spools = new ArrayList<>();
  private Spool spool;

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
    largestJob = slots() * LARGEST_TASK;
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
    if (spool == null) {
      Path path = output.folder().file("unpacked-%06d".formatted(cutter.number()));
      if (output.isFinished(cutter.number())) {
        spool = Spool.unwritten(path);
      } else {
        spool = Spool.create(storage, path);
        spools.add(path);
      }
    }
    return spool.add(file);
  }

  private void take(Batch batch) throws ExecutionException, InterruptedException {
    boolean unpacked = spool != null;
    closeSpool();
    sizes.add(batch.items().size());
    if (output.isFinished(batch.number())) {
      return;
    }
    pending.add(batch);
    pendingCost += batch.cost();
    if (unpacked && pendingCost >= nextJob) {
      submit();
      nextJob = Math.min(2 * nextJob, largestJob);
      if (jobs.size() > MAX_JOBS_UNDER_WAY) {
        await(jobs.remove());
      }
    }
  }

  private void closeSpool() {
    if (spool != null) {
      spool.close();
      spool = null;
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
            : Math.max(SMALLEST_TASK, Math.min(LARGEST_TASK, pendingCost / slots()));
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

  private long slots() {
    return (long) TASKS_A_CORE * context.defaultParallelism();
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
