package io.engram.transformers.runtime;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of arrays, which the C library hands out. What is freed it keeps, in pieces that the
 * arrays of the next batch, longer or shorter, often do not fit: with the same arrays alive a
 * process that scores would go on growing for minutes. So its free pages go back to the system now
 * and then. Training, whose batches are alike, does without: it would pay a fifth of its speed.
 */
public final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final long PAUSE_NANOS = 250_000_000;
  private static final Function TRIM = trim();
  private static final AtomicLong LAST = new AtomicLong(System.nanoTime());

  private NativeHeap() {}

  private static Function trim() {
    try {
      return NativeLibrary.getProcess().getFunction("malloc_trim");
    } catch (LinkageError missing) {
      LOG.info("freed memory stays with the process: {}", missing.toString());
      return null;
    }
  }

  /** To be called after each batch; does something four times a second at most. */
  public static void batchDone() {
    long now = System.nanoTime();
    long last = LAST.get();
    if (TRIM != null && now - last > PAUSE_NANOS && LAST.compareAndSet(last, now)) {
      // Made here: where JNA cannot load its library, its numbers cannot be made either.
      TRIM.invokeInt(new Object[] {new NativeLong(0)});
    }
  }
}
