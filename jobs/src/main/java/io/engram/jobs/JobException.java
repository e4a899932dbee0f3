package io.engram.jobs;

/** An error of the user's or the data's: its message is all that is printed. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public JobException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public JobException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  public static JobException refused(String message) {
    return new JobException(ExitCode.REFUSED, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
