package io.engram.transformers.runtime;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The only door to the engine: loads it offline, once, and decides device, threads and numeric
 * path.
 */
public final class NeuralRuntime {
  private static final class Holder {
    static final NeuralRuntime INSTANCE = new NeuralRuntime();
  }

  private final Engine engine;
  private final NDManager root;

  private NeuralRuntime() {
    System.setProperty("ai.djl.offline", "true");
    engine = Engine.getEngine("PyTorch");
    root = engine.newBaseManager(Device.cpu());
  }

  /** The engine of this JVM; the first call loads the native libraries. */
  public static NeuralRuntime get() {
    return Holder.INSTANCE;
  }

  /** A new root for native memory; the caller closes it. */
  public NDManager newManager() {
    return root.newSubManager(device());
  }

  /** Native arrays alive in all managers of this runtime: what a leak makes grow. */
  public int liveArrays() {
    return root.getManagedArrays().size();
  }

  public Engine engine() {
    return engine;
  }

  public Device device() {
    return Device.cpu();
  }

  /** Threads inside one operation, from now on. */
  public void setThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }
}
