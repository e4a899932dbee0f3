package io.engram.consolidation.spark;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.ServingModel;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.model.ModelCodec;
import io.engram.transformers.spark.ExecutorCache;
import io.engram.transformers.spark.ExecutorCache.Lease;
import io.engram.transformers.spark.LoadedBackbone;

/**
 * The predictors of this JVM: a model is loaded once, whatever the number of tasks and stages that
 * use it.
 */
final class ServedModels {
  private static final int KEPT = 2;
  private static final ExecutorCache<String, ServedModel> CACHE = new ExecutorCache<>(KEPT);

  private ServedModels() {}

  /** A predictor and the lease of the backbone under it. */
  static final class ServedModel implements AutoCloseable {
    private final Lease<LoadedBackbone> backbone;
    private final TaskPredictor predictor;

    private ServedModel(ModelSource source) {
      backbone = source.backbone().lease();
      try {
        ServingModel model = ModelCodec.serving(source.document(), source.objects());
        int maxLength = ModelCodec.header(source.document()).maxLength();
        predictor =
            new TaskPredictor(
                backbone.value().backbone(),
                backbone.value().tokenizer(maxLength),
                model,
                PredictorOptions.defaults());
      } catch (RuntimeException | Error failure) {
        backbone.close();
        throw failure;
      }
    }

    TaskPredictor predictor() {
      return predictor;
    }

    @Override
    public void close() {
      predictor.close();
      backbone.close();
    }
  }

  static Lease<ServedModel> lease(ModelSource source) {
    return CACHE.acquire(source.key(), () -> new ServedModel(source));
  }

  /** Models loaded by this JVM so far. */
  static long loads() {
    return CACHE.loads();
  }
}
