package io.engram.jobs.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Progress as a moving bar on a terminal. */
final class BarProgress implements Progress {
  private static final int WIDTH = 100;
  private static final int UPDATE_MILLIS = 200;

  private final PrintStream err;
  private ProgressBar open;

  BarProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized Stage begin(String name, long total) {
    close();
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total > 0 ? total : -1)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setMaxRenderedLength(WIDTH)
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build();
    open = bar;
    return new Stage() {
      @Override
      public void reached(long done) {
        bar.stepTo(done);
      }

      @Override
      public void close() {
        end(bar);
      }
    };
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private synchronized void end(ProgressBar bar) {
    if (open == bar) {
      close();
    }
  }
}
