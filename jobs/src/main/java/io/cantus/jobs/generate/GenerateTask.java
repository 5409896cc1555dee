package io.cantus.jobs.generate;

import io.cantus.generation.MelodyRecipe;
import io.cantus.jobs.io.Storage;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Makes a batch of melodies. */
final class GenerateTask implements Function<MelodyBatch, BatchReport> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Storage> storage;
  private final Broadcast<MelodyRecipe> recipe;
  private final MelodyFiles files;
  private final LongAccumulator done;

  GenerateTask(
      Broadcast<Storage> storage,
      Broadcast<MelodyRecipe> recipe,
      MelodyFiles files,
      LongAccumulator done) {
    this.storage = storage;
    this.recipe = recipe;
    this.files = files;
    this.done = done;
  }

  @Override
  public BatchReport call(MelodyBatch batch) {
    return files.make(
        batch,
        recipe.value(),
        recipe.value().generator(),
        storage.value(),
        TaskContext.get().taskAttemptId(),
        done::add);
  }
}
