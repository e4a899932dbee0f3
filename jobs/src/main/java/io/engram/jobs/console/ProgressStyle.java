package io.engram.jobs.console;

import java.util.Locale;

/** How progress is shown. */
public enum ProgressStyle {
  /** A moving bar: for a terminal. */
  BAR,
  /** A line now and then: for a log. */
  LINES,
  NONE;

  /**
   * By the variable ENGRAM_PROGRESS (the launcher sets it to bar on a terminal).
   *
   * @param setting value or null
   */
  public static ProgressStyle of(String setting) {
    return setting == null || setting.isBlank()
        ? LINES
        : valueOf(setting.strip().toUpperCase(Locale.ROOT));
  }
}
