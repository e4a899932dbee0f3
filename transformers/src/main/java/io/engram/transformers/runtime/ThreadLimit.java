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

  /** Limits the calling thread from now on. */
  void set(int threads) {
    // The first question makes the engine take over its defaults in this thread, before ours.
    if (JniUtils.getNumThreads() == threads && mkl == null) {
      return;
    }
    if (mkl == null) {
      JniUtils.setNumThreads(threads);
      return;
    }
    openMp.invokeVoid(new Object[] {threads});
    mkl.invokeInt(new Object[] {threads});
  }

  /** Gives the calling thread back to the engine's setting. */
  void restore(int threads) {
    if (mkl == null) {
      JniUtils.setNumThreads(threads);
      return;
    }
    openMp.invokeVoid(new Object[] {threads});
    mkl.invokeInt(new Object[] {0});
  }
}
