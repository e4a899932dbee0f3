package io.engram.transformers.runtime;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of arrays, which the C library hands out. What is freed it keeps, in pieces that the
 * arrays of the next batch, longer or shorter, often do not fit: with the same arrays alive a
 * process would go on growing for minutes. So its free pages go back to the system at intervals.
 */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final long PAUSE_MILLIS = 250;
  private static final Object[] ALL = {new NativeLong(0)};

  private NativeHeap() {}

  /** For the life of this JVM, where the C library can do it. */
  static void giveBackAtIntervals() {
    Function trim;
    try {
      trim = NativeLibrary.getProcess().getFunction("malloc_trim");
    } catch (LinkageError missing) {
      LOG.info("freed memory stays with the process: {}", missing.toString());
      return;
    }
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "engram-native-heap");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.scheduleWithFixedDelay(
        () -> trim.invokeInt(ALL), PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
