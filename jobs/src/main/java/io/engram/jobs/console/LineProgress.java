package io.engram.jobs.console;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Progress as plain lines, no more than one every few seconds a stage. */
final class LineProgress implements Progress {
  private static final long INTERVAL_MILLIS = 5_000;

  private final PrintStream err;
  private final LongSupplier clockMillis;

  LineProgress(PrintStream err) {
    this(err, System::currentTimeMillis);
  }

  LineProgress(PrintStream err, LongSupplier clockMillis) {
    this.err = err;
    this.clockMillis = clockMillis;
  }

  @Override
  public Stage begin(String name, long total) {
    err.println(name);
    return new Stage() {
      private long last = clockMillis.getAsLong();

      @Override
      public synchronized void reached(long done) {
        long now = clockMillis.getAsLong();
        if (now - last >= INTERVAL_MILLIS) {
          last = now;
          err.println(
              total > 0
                  ? "%s: %d %% (%d of %d)".formatted(name, 100 * done / total, done, total)
                  : "%s: %d".formatted(name, done));
        }
      }
    };
  }
}
