package io.engram.jobs;

import java.util.Locale;

/** What a run of the program tells the scheduler that started it. */
public enum ExitCode {
  /** The work is done, or there was nothing to do. */
  DONE(0),
  /** A fault of the program. */
  FAULT(1),
  /** Wrong usage: an option, a setting or a name that does not exist. */
  USAGE(2),
  /** The data or a file was refused; the model is as it was. */
  REFUSED(3),
  /** Somebody else published first; run again. */
  CONFLICT(4),
  /** Published, but the gate kept it from production. */
  GATE(5),
  /** Whether it was published cannot be known now; the next run settles it. */
  UNKNOWN(6);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Its word in an outcome file: {@code done}, {@code refused}, ... */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
