package io.engram.transformers.runtime;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the engine's native libraries, offline, and says what to do when that fails. */
final class EngineLoader {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLoader.class);
  private static final String NATIVE_PROPERTIES = "native/lib/pytorch.properties";
  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
  private static final String INTEROP_THREADS = "ai.djl.pytorch.num_interop_threads";

  private EngineLoader() {}

  /**
   * @throws IllegalStateException when Java is not 17, the native library is not on the class path,
   *     it cannot be extracted, or is not the released one
   */
  static Engine load(String platform) {
    requireJava(Runtime.version().feature());
    ClassLoader loader = EngineLoader.class.getClassLoader();
    String own = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
    requireNative(platform, classifiers(loader), own);
    if (own == null) {
      NativeLibraries.requireEngine();
    } else {
      NativeLibraries.requireOwn(own);
    }
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty(INTEROP_THREADS) == null) {
      System.setProperty(INTEROP_THREADS, "1");
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The engine is found through the context class loader, which on executors need not be ours.
    thread.setContextClassLoader(loader);
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError failure) {
      throw new IllegalStateException(
          "the PyTorch engine cannot be loaded from its cache folder "
              + Utils.getEngineCacheDir("pytorch")
              + "; check that it is not mounted noexec, or name another one by ENGINE_CACHE_DIR",
          failure);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Opens what the numeric path needs before the engine loads.
   *
   * @return the path that is in use: {@link NumericPath#PLAIN} when the wanted one cannot be had
   */
  static NumericPath prepare(NumericPath wanted) {
    if (wanted == NumericPath.PLAIN) {
      return NumericPath.PLAIN;
    }
    try {
      MklVendorAnswer.open();
      return NumericPath.MKL_INTEL;
    } catch (IOException | LinkageError failure) {
      LOG.warn(
          "numeric path {} is not available ({}); matrix products take the plain, slower path",
          wanted.label(),
          failure.toString());
      return NumericPath.PLAIN;
    }
  }

  static void requireJava(int feature) {
    if (feature != 17) {
      throw new IllegalStateException(
          "Engram runs on Java 17, this is Java " + feature + "; set JAVA_HOME to a JDK 17");
    }
  }

  static void requireNative(String platform, List<String> classifiers, String libraryPath) {
    if (libraryPath == null && !classifiers.contains(platform)) {
      throw new IllegalStateException(
          "no PyTorch native library for "
              + platform
              + " is on the class path (found: "
              + classifiers
              + "); add ai.djl.pytorch:pytorch-native-cpu with classifier "
              + platform
              + ", or name a folder with libtorch by "
              + LIBRARY_PATH);
    }
  }

  private static List<String> classifiers(ClassLoader loader) {
    List<String> found = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(NATIVE_PROPERTIES))) {
        Properties properties = new Properties();
        try (InputStream stream = url.openStream()) {
          properties.load(stream);
        }
        found.add(properties.getProperty("classifier", ""));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + NATIVE_PROPERTIES, unreadable);
    }
    return found;
  }
}
