package io.engram.transformers.runtime;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the threads inside operations of one calling thread and leaves the others alone. The
 * engine's own setting reaches into the matrix products of every thread; OpenMP's and MKL's
 * functions for one thread do not, where they can be found.
 */
final class ThreadLimit {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadLimit.class);
  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");

  private final Function openMp;
  private final Function mkl;

  private ThreadLimit(Function openMp, Function mkl) {
    this.openMp = openMp;
    this.mkl = mkl;
  }

  /** To be called when the engine is loaded. */
  static ThreadLimit ofLoadedEngine() {
    try {
      List<String> mapped = Files.readAllLines(MAPPED_FILES, StandardCharsets.UTF_8);
      return new ThreadLimit(
          library(mapped, "libgomp").getFunction("omp_set_num_threads"),
          library(mapped, "libtorch_cpu").getFunction("MKL_Set_Num_Threads_Local"));
    } catch (IOException | LinkageError | IllegalStateException missing) {
      LOG.info(
          "threads are set for the whole engine, not for single threads: {}", missing.toString());
      return new ThreadLimit(null, null);
    }
  }

  private static NativeLibrary library(List<String> mapped, String name) {
    for (String line : mapped) {
      int path = line.indexOf('/');
      if (path > 0 && line.substring(line.lastIndexOf('/') + 1).startsWith(name)) {
        return NativeLibrary.getInstance(line.substring(path));
      }
    }
    throw new IllegalStateException(name + " is not loaded");
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
