package io.cantus.jobs.doctor;

import io.cantus.jobs.io.Storage;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.util.VersionInfo;

/** Which configuration Hadoop reads, and whether the file system that it names answers. */
final class HadoopCheck {
  private static final String HADOOP = "Hadoop";
  private static final String CONF_DIR = "HADOOP_CONF_DIR";
  private static final String SITE_FILE = "core-site.xml";

  private HadoopCheck() {}

  static List<Finding> ofProcess() {
    URL site = HadoopCheck.class.getClassLoader().getResource(SITE_FILE);
    return findings(new Configuration(), site == null ? "" : site.toString(), System.getenv());
  }

  /**
   * @param site where {@code core-site.xml} is on the class path; empty for nowhere
   */
  static List<Finding> findings(
      Configuration configuration, String site, Map<String, String> environment) {
    List<Finding> findings = new ArrayList<>();
    String defaultFs = configuration.get(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY);
    String text =
        "%s, paths without a scheme mean %s, %s"
            .formatted(
                VersionInfo.getVersion(),
                defaultFs,
                site.isEmpty()
                    ? "Hadoop's own defaults (no core-site.xml on the class path)"
                    : "by " + site);
    findings.add(reachable(configuration, text));
    String confDir = environment.getOrDefault(CONF_DIR, "");
    if (site.isEmpty() && !confDir.isEmpty() && Files.exists(Path.of(confDir).resolve(SITE_FILE))) {
      findings.add(
          Finding.note(
              HADOOP,
              "%s is %s, which only spark-submit reads; paths need their scheme and host here, such as hdfs://host:9000/folder"
                  .formatted(CONF_DIR, confDir)));
    }
    return findings;
  }

  private static Finding reachable(Configuration configuration, String text) {
    Configuration impatient = new Configuration(configuration);
    // Else Hadoop tries for minutes.
    impatient.setInt("ipc.client.connect.max.retries", 1);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    impatient.setInt("ipc.client.connect.timeout", 5_000);
    impatient.setBoolean("dfs.client.retry.policy.enabled", false);
    try {
      Storage storage = new Storage(impatient);
      storage.children(storage.path("/"));
      return Finding.ok(HADOOP, text);
    } catch (BadInputException | UsageException e) {
      return Finding.wrong(HADOOP, "%s; %s".formatted(text, e.getMessage()));
    }
  }
}
