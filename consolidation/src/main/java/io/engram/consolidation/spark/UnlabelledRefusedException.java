package io.engram.consolidation.spark;

import io.engram.consolidation.task.SettingRefusedException;

/**
 * The external table of unlabelled inputs cannot be read as it is named. Whoever named it for many
 * tasks is to mend it: it is the fault of none of them.
 */
public final class UnlabelledRefusedException extends SettingRefusedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why names the table
   */
  public UnlabelledRefusedException(String why, Throwable cause) {
    super("--distillation-input: " + why);
    initCause(cause);
  }
}
