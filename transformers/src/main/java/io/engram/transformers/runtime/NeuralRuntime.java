package io.engram.transformers.runtime;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only door to the engine: loads it offline, once, and decides device, threads and numeric
 * path. Settings, by system property or environment variable: {@code engram.device} (auto, cpu,
 * gpu:N) and {@code engram.numeric-path} (auto, plain, mkl-intel).
 */
public final class NeuralRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(NeuralRuntime.class);

  private static volatile String grantedGpu;
  private static volatile String preferredPath;

  private static final MadeOnce<NeuralRuntime> INSTANCE = new MadeOnce<>(NeuralRuntime::new);

  private final Processor processor;
  private final NumericPath numericPath;
  private final Engine engine;
  private final Device device;
  private final NDManager root;
  private final ThreadLimit threadLimit;
  private double gigaflopsPerSecond;

  private NeuralRuntime() {
    processor = Processor.present();
    NumericPath wanted = NumericPath.choose(wantedPath(), processor);
    numericPath = EngineLoader.prepare(wanted);
    engine = EngineLoader.load(processor.platform());
    MklBuffers.keepNone();
    String granted = grantedGpu;
    device = DeviceChoice.choose(RuntimeSetting.DEVICE.value(), granted, engine.getGpuCount());
    if (granted != null) {
      LOG.info(
          "the cluster granted GPU {}, the engine sees {}: device {}",
          granted,
          engine.getGpuCount(),
          device);
    }
    root = engine.newBaseManager(device);
    threadLimit = ThreadLimit.ofLoadedEngine();
  }

  /**
   * Says which GPU a cluster granted to this JVM. It is taken when the device is {@code auto} and
   * the engine sees it; the engine decides once, when it is loaded, so later grants change nothing.
   *
   * @param address as the cluster names it, usually an index
   */
  public static void grantGpu(String address) {
    grantedGpu = address;
  }

  /**
   * Says how matrix products were computed in work that is to go on. It is taken when the setting
   * is {@code auto} and the engine is not loaded yet.
   *
   * @param label of a {@link NumericPath}
   */
  public static void preferNumericPath(String label) {
    preferredPath = label;
  }

  private static String wantedPath() {
    String setting = RuntimeSetting.NUMERIC_PATH.value();
    String preferred = preferredPath;
    boolean free = setting.equals("auto") && preferred != null;
    return free ? preferred : setting;
  }

  /** The processor as {@link #processor()} will name it; does not load the engine. */
  public static String presentProcessor() {
    return name(Processor.present());
  }

  /**
   * The engine of this JVM; the first call loads the native libraries. After a failure the next
   * call tries again.
   *
   * @throws IllegalStateException when they cannot be loaded; says why and what to do
   * @throws IllegalArgumentException when a setting is wrong
   */
  public static NeuralRuntime get() {
    return INSTANCE.get();
  }

  /** A new root for native memory; the caller closes it. */
  public NDManager newManager() {
    return root.newSubManager(device);
  }

  /** Native arrays alive in all managers of this runtime: what a leak makes grow. */
  public int liveArrays() {
    return root.getManagedArrays().size();
  }

  /** Version of the engine's native library. */
  public String engineVersion() {
    return engine.getVersion();
  }

  /** Version of the library between this JVM and the engine. */
  public String bindingVersion() {
    return Engine.getDjlVersion();
  }

  public Engine engine() {
    return engine;
  }

  /** Where every array of this JVM lives. */
  public Device device() {
    return device;
  }

  /** How matrix products are computed; belongs into checkpoints and versions. */
  public NumericPath numericPath() {
    return numericPath;
  }

  /** The processor as it names itself; belongs into checkpoints and versions. */
  public String processor() {
    return name(processor);
  }

  private static String name(Processor processor) {
    return processor.model().isEmpty() ? processor.platform() : processor.model();
  }

  /** What decides the last bits of results of the calling thread. */
  public NumericPlace place() {
    return new NumericPlace(processor(), device.toString(), numericPath.label(), threads());
  }

  /**
   * Speed of 32-bit matrix products, billions of operations a second. The first call measures for a
   * tenth of a second and logs the result with the numeric path.
   */
  public synchronized double gigaflopsPerSecond() {
    if (gigaflopsPerSecond == 0) {
      gigaflopsPerSecond = MatrixProductProbe.gigaflopsPerSecond(root);
      LOG.info(
          "matrix products: {} GFLOP/s on {} ({} threads), numeric path {}, device {}",
          Math.round(gigaflopsPerSecond),
          processor(),
          threads(),
          numericPath.label(),
          device);
    }
    return gigaflopsPerSecond;
  }

  /** Threads inside one operation of the calling thread. */
  public int threads() {
    return JniUtils.getNumThreads();
  }

  /**
   * Threads inside one operation, from now on: of the calling thread and of every thread that has
   * not used the engine yet. Matrix products take the number that was set last by any thread.
   *
   * @throws IllegalArgumentException when not positive
   */
  public void setThreads(int threads) {
    requirePositive(threads);
    JniUtils.setNumThreads(threads);
  }

  /** Ends what {@link #limitThreads} began. */
  @FunctionalInterface
  public interface Limit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Limits the threads inside one operation of the calling thread alone, until the result is closed
   * by the same thread. Work that runs side by side is faster with one thread each; more than there
   * are cores wait for each other.
   */
  public Limit limitThreads(int threads) {
    requirePositive(threads);
    return threadLimit.limit(threads);
  }

  /** Makes the calling thread record no gradients, for the life of the thread. */
  public void inferenceThread() {
    JniUtils.setGradMode(false);
  }

  private static void requirePositive(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }
}
