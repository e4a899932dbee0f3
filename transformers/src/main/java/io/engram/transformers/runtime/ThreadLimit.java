package io.engram.transformers.runtime;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the threads inside operations of one calling thread and leaves the others alone. The
 * engine's own setting reaches into the matrix products of every thread; OpenMP's and MKL's
 * functions for one thread do not, where they can be found.
 */
final class ThreadLimit {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadLimit.class);

  private final Function openMp;
  private final Function mkl;

  private ThreadLimit(Function openMp, Function mkl) {
    this.openMp = openMp;
    this.mkl = mkl;
  }

  /** To be called when the engine is loaded. */
  static ThreadLimit ofLoadedEngine() {
    try {
      return new ThreadLimit(
          LoadedLibrary.named("libgomp").getFunction("omp_set_num_threads"),
          LoadedLibrary.named("libtorch_cpu").getFunction("MKL_Set_Num_Threads_Local"));
    } catch (IOException | LinkageError missing) {
      LOG.info(
          "threads are set for the whole engine, not for single threads: {}", missing.toString());
      return new ThreadLimit(null, null);
    }
  }

  /**
   * Limits the calling thread until the result is closed by the same thread. Limits may be nested:
   * closing one brings back the one around it, or the engine's setting.
   */
  NeuralRuntime.Limit limit(int threads) {
    // The first question makes the engine take over its defaults in this thread, before ours.
    int before = JniUtils.getNumThreads();
    if (mkl == null) {
      if (before != threads) {
        JniUtils.setNumThreads(threads);
      }
      return () -> JniUtils.setNumThreads(before);
    }
    openMp.invokeVoid(new Object[] {threads});
    // What was set for this thread, 0: nothing.
    int outer = mkl.invokeInt(new Object[] {threads});
    return () -> {
      openMp.invokeVoid(new Object[] {before});
      mkl.invokeInt(new Object[] {outer});
    };
  }
}
