package io.engram.jobs.console;

import io.engram.jobs.JobException;
import org.apache.commons.lang3.EnumUtils;

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
   * @throws JobException for a word that is none of them
   */
  public static ProgressStyle of(String setting) {
    ProgressStyle known = EnumUtils.getEnumIgnoreCase(ProgressStyle.class, setting.strip());
    if (known == null) {
      throw JobException.usage("ENGRAM_PROGRESS must be bar, lines or none, got '" + setting + "'");
    }
    return known;
  }
}
