package io.cantus.jobs.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What this build is, as the jar's manifest says. */
public final class Version implements IVersionProvider {
  /** The version of Cantus, such as {@code 0.1.0}; {@code unpackaged} outside of a jar. */
  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"cantus " + current(), "Java " + Runtime.version()};
  }
}
