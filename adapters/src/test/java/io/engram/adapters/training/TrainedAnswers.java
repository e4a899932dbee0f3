package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.TensorScope;

/** What a trained task answers for one row. */
final class TrainedAnswers {
  private TrainedAnswers() {}

  static float[] probabilities(Backbone backbone, TrainedTask task, FeatureRow row) {
    float[] logits = task.head().logits(pooled(backbone, task.adapter(), row));
    try (TensorScope scope = TensorScope.open()) {
      return scope.manager().create(logits).softmax(0).toFloatArray();
    }
  }

  static float[] pooled(Backbone backbone, AdapterWeights weights, FeatureRow row) {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      int width = backbone.config().hidden();
      AttentionMask mask =
          AttentionMask.of(scope.manager(), new int[] {row.length()}, row.length());
      NDArray hidden = scope.manager().create(row.hidden(), new Shape(1, row.length(), width));
      int from = adapter.config().fromLayer();
      NDArray last = backbone.encode(hidden, mask, from, backbone.config().layers(), adapter);
      return backbone.pool(last, mask).toFloatArray();
    }
  }
}
