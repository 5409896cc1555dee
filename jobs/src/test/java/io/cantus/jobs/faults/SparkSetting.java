package io.cantus.jobs.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.scheduler.SparkListener;

/** A setting by which a run gets faults. */
record SparkSetting(String key, Class<?> value) {

  static SparkSetting fileSystem(String scheme, Class<? extends FileSystem> implementation) {
    return new SparkSetting("hadoop.fs.%s.impl".formatted(scheme), implementation);
  }

  static SparkSetting listener(Class<? extends SparkListener> listener) {
    return new SparkSetting("extraListeners", listener);
  }

  /** The option for a command line, which names a file in a folder of the test. */
  String option(Path folder) throws IOException {
    Path conf = folder.resolve(value.getSimpleName() + ".conf");
    return "--conf=" + Files.writeString(conf, "spark { %s = %s }".formatted(key, value.getName()));
  }
}
