package io.engram.transformers;

import java.util.List;

/** Options of every JVM that tests start; the ones the tests themselves run under. */
public final class QuickJvm {
  /** As the build gives it, in one line. */
  public static final String OPTIONS = System.getProperty("engram.test.jvm", "");

  private QuickJvm() {}

  /** The same, one by one. */
  public static List<String> options() {
    return OPTIONS.isBlank() ? List.of() : List.of(OPTIONS.strip().split("\\s+"));
  }
}
