package io.engram.consolidation.spark;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.ExecutorCache;
import io.engram.transformers.spark.ExecutorCache.Lease;

/**
 * The models of this JVM: each is loaded once, whatever the number of tasks and stages that use it.
 */
final class ServedModels {
  private static final int KEPT = 2;
  private static final ExecutorCache<Key, ServedModel> CACHE = new ExecutorCache<>(KEPT);

  private ServedModels() {}

  private record Key(String source, PredictorOptions options, ImageLimits limits) {}

  static Lease<ServedModel> lease(
      ModelSource source, PredictorOptions options, ImageLimits limits) {
    return CACHE.acquire(
        new Key(source.key(), options, limits), () -> load(source, options, limits));
  }

  private static ServedModel load(
      ModelSource source, PredictorOptions options, ImageLimits limits) {
    // What may fail comes first: from the constructor on, the model gives the lease back.
    byte[] document = source.document();
    ModelObjects objects = source.objects();
    Lease<LoadedBackbone> backbone = source.backbone().lease();
    return new ServedModel(document, objects, backbone.value(), options, limits, backbone::close);
  }

  /** Models loaded by this JVM so far. */
  static long loads() {
    return CACHE.loads();
  }
}
