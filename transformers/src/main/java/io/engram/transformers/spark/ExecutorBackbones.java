package io.engram.transformers.spark;

import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.spark.ExecutorCache.Lease;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The backbones of this JVM, shared by all its tasks and stages. */
public final class ExecutorBackbones {
  private static final int KEPT = 2;
  private static final ExecutorCache<String, LoadedBackbone> CACHE = new ExecutorCache<>(KEPT);

  private ExecutorBackbones() {}

  /**
   * The right to use a backbone until the lease is closed. Loads it when this JVM does not have it:
   * from the machine's disk, after a copy from the lake when the machine does not have it either,
   * with every hash checked.
   */
  public static Lease<LoadedBackbone> lease(BackboneUri uri, Configuration configuration) {
    List<String> gpus = TaskGpus.granted();
    if (!gpus.isEmpty()) {
      NeuralRuntime.grantGpu(gpus.get(0));
    }
    return CACHE.acquire(uri.hash(), () -> load(uri, configuration));
  }

  /** Backbones loaded by this JVM so far. */
  public static long loads() {
    return CACHE.loads();
  }

  private static LoadedBackbone load(BackboneUri uri, Configuration configuration)
      throws IOException {
    return new LoadedBackbone(LakeBackbones.at(uri.root(), configuration).fetch(uri.hash()));
  }
}
