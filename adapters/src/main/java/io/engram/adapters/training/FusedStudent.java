package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.Fusion;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.EngineValues;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A frozen backbone with frozen adapters whose fusion is trained (Pfeiffer et al. 2021). Value
 * matrices are held near the identity: {@code 0.01 Σ || I - W_v ||²} is added to the loss, as in
 * the Python {@code adapters} library, and they do not decay towards zero.
 *
 * @param backbone stays frozen; no gradient of its weights is ever computed
 * @param fusion trainable
 */
public record FusedStudent(Backbone backbone, Fusion fusion) implements Student {
  private static final float REGULARISATION = 0.01f;

  @Override
  public SortedMap<String, NDArray> parameters() {
    return fusion.parameters();
  }

  @Override
  public boolean decays(String name) {
    return Student.super.decays(name) && !Fusion.isValue(name);
  }

  @Override
  public NDArray pooled(RowBatch batch) {
    int from = fusion.config().fromLayer();
    if (batch.hidden() == null) {
      throw new IllegalArgumentException(
          "training a fusion needs the rows' hidden states at layer "
              + from
              + ", the rows carry pooled features only");
    }
    int layers = backbone.config().layers();
    try (NDArray encoded = backbone.encode(batch.hidden(), batch.mask(), from, layers, fusion)) {
      return backbone.pool(encoded, batch.mask());
    }
  }

  @Override
  public Optional<NDArray> penalty(NDManager scope) {
    NDArray identity = scope.eye(backbone.config().hidden());
    NDArray sum = scope.zeros(new Shape());
    for (var parameter : fusion.parameters().entrySet()) {
      if (Fusion.isValue(parameter.getKey())) {
        sum = sum.add(identity.sub(parameter.getValue()).square().sum());
      }
    }
    return Optional.of(EngineValues.times(sum, REGULARISATION));
  }
}
