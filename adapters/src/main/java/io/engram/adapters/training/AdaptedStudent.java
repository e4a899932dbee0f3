package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import io.engram.adapters.Adapter;
import io.engram.transformers.backbone.Backbone;
import java.util.SortedMap;

/**
 * A frozen backbone with an adapter that is trained, on cached inputs of its first adapted layer.
 *
 * @param backbone stays frozen; no gradient of its weights is ever computed
 * @param adapter trainable
 */
public record AdaptedStudent(Backbone backbone, Adapter adapter) implements Student {

  @Override
  public SortedMap<String, NDArray> parameters() {
    return adapter.parameters();
  }

  @Override
  public NDArray pooled(RowBatch batch) {
    if (batch.hidden() == null) {
      throw new IllegalArgumentException(
          "training an adapter needs the rows' hidden states at layer "
              + adapter.config().fromLayer()
              + ", the rows carry pooled features only");
    }
    int from = adapter.config().fromLayer();
    int layers = backbone.config().layers();
    try (NDArray encoded = backbone.encode(batch.hidden(), batch.mask(), from, layers, adapter)) {
      return backbone.pool(encoded, batch.mask());
    }
  }
}
