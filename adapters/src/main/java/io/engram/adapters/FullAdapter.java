package io.engram.adapters;

import ai.djl.ndarray.NDManager;
import io.engram.transformers.backbone.LayerChange;
import io.engram.transformers.backbone.LayerChange.Affine;
import io.engram.transformers.backbone.LayerChange.Part;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the layers' own weights. The sums {@code W + D} are made anew for each batch, so that one
 * frozen encoder serves several such changes.
 */
final class FullAdapter extends Adapter {
  private final LayerChange[] changes;

  FullAdapter(AdapterWeights weights, NDManager owner, boolean trainable) {
    super(weights, owner, trainable);
    changes = new LayerChange[layers()];
    for (int layer = config().fromLayer(); layer < layers(); layer++) {
      Map<Part, Affine> parts = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        String prefix = FullConfig.prefix(layer, part);
        parts.put(
            part,
            new Affine(parameters().get(prefix + "weight"), parameters().get(prefix + "bias")));
      }
      changes[layer] = new LayerChange(parts);
    }
  }

  @Override
  public Optional<LayerChange> change(int layer) {
    return adapts(layer) ? Optional.of(changes[layer]) : Optional.empty();
  }
}
