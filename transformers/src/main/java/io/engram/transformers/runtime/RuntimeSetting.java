package io.engram.transformers.runtime;

import java.util.Locale;

/** A setting of the engine: the system property wins over the environment variable. */
enum RuntimeSetting {
  /** {@code auto}, {@code cpu} or {@code gpu:N}. */
  DEVICE("engram.device", "auto"),
  /** {@code auto}, {@code plain} or {@code mkl-intel}. */
  NUMERIC_PATH("engram.numeric-path", "auto");

  private final String property;
  private final String fallback;

  RuntimeSetting(String property, String fallback) {
    this.property = property;
    this.fallback = fallback;
  }

  /** Name of the system property. */
  String property() {
    return property;
  }

  /** Name of the environment variable. */
  String variable() {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  String value() {
    String set = System.getProperty(property, System.getenv(variable()));
    return set == null || set.isBlank() ? fallback : set.trim().toLowerCase(Locale.ROOT);
  }
}
