package io.cantus.jobs.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Kills the first attempt at each task as soon as it begins. */
public final class TaskKiller extends SparkListener {
  private static final AtomicInteger KILLED = new AtomicInteger();

  /** The option for a run to lose its tasks. */
  public static String option(Path folder) throws IOException {
    KILLED.set(0);
    return SparkSetting.listener(TaskKiller.class).option(folder);
  }

  /** How many attempts ended because they were killed. */
  public static int killed() {
    return KILLED.get();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (start.taskInfo().attemptNumber() == 0) {
      SparkContext.getOrCreate().killTaskAttempt(start.taskInfo().taskId(), true, "for the test");
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof TaskKilled) {
      KILLED.incrementAndGet();
    }
  }
}
