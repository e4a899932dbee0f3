package io.engram.consolidation.task;

/**
 * A setting or a name that does not exist, or does not fit the model; the message says which and
 * what there is.
 */
public class SettingRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SettingRefusedException(String message) {
    super(message);
  }
}
