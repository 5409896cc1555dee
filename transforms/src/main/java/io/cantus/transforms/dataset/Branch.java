package io.cantus.transforms.dataset;

/** The two sides of a data set. */
public enum Branch {
  TRAINING("training"),
  EVAL("eval");

  private final String key;

  Branch(String key) {
    this.key = key;
  }

  /** The name as it stands in statistics and file names. */
  public String key() {
    return key;
  }
}
