package io.engram.adapters;

import io.engram.transformers.backbone.LayerChange.Part;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of all weights of the encoder's layers from {@code fromLayer} on: {@code W + D}, with D
 * as large as W and zero at first. Training it is fine-tuning of the encoder itself; embeddings and
 * the layers below stay as they are. Weight decay of D pulls towards the pre-trained weights.
 *
 * @param width width of the encoder's own feed-forward block: its units are what is changed
 * @param fromLayer first layer that is changed
 */
public record FullConfig(int width, int fromLayer) implements AdapterConfig {

  public FullConfig {
    if (width < 1) {
      throw new IllegalArgumentException(
          "the width of a feed-forward block must be at least 1, got " + width);
    }
    if (fromLayer < 0) {
      throw new IllegalArgumentException("fromLayer must not be negative, got " + fromLayer);
    }
  }

  /** {@code layer.3.attention_output.} */
  static String prefix(int layer, Part part) {
    return "layer." + layer + "." + part.shortName() + ".";
  }

  @Override
  public AdapterKind kind() {
    return AdapterKind.FULL;
  }

  /** For comparisons alone: an encoder's feed-forward block has the width it has. */
  @Override
  public FullConfig withWidth(int units) {
    return new FullConfig(units, fromLayer);
  }

  @Override
  public SortedMap<String, TensorRole> tensors(int layers) {
    SortedMap<String, TensorRole> tensors = new TreeMap<>();
    for (int layer = fromLayer; layer < layers; layer++) {
      for (Part part : Part.values()) {
        String prefix = prefix(layer, part);
        tensors.put(prefix + "weight", weight(part));
        if (part.biased()) {
          tensors.put(
              prefix + "bias", part == Part.INTERMEDIATE ? TensorRole.UNIT_BIAS : TensorRole.BIAS);
        }
      }
    }
    return tensors;
  }

  private static TensorRole weight(Part part) {
    return switch (part) {
      case QUERY, KEY, VALUE, ATTENTION_OUTPUT -> TensorRole.PROJECTION;
      case ATTENTION_NORM, OUTPUT_NORM -> TensorRole.BIAS;
      case INTERMEDIATE -> TensorRole.UNIT_CHANGE;
      case OUTPUT -> TensorRole.UNIT_OUTPUT;
    };
  }
}
