package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What is added to a layer's own weights: the layer then computes with {@code W + change}. All
 * parts are there.
 *
 * @param parts by the part of the layer
 */
public record LayerChange(Map<Part, Affine> parts) {

  /**
   * Parts of a layer that have weights, in the order in which a post-LayerNorm encoder has them.
   */
  public enum Part {
    /** Query projection, {@code [hidden, hidden]}. */
    QUERY,
    /**
     * Key projection, {@code [hidden, hidden]}. A change has no bias of it: it would add the same
     * to all scores of a query, which softmax does not see.
     */
    KEY,
    /** Value projection, {@code [hidden, hidden]}. */
    VALUE,
    /** Output projection of attention, {@code [hidden, hidden]}. */
    ATTENTION_OUTPUT,
    /** LayerNorm of the attention sub-block, {@code [hidden]}. */
    ATTENTION_NORM,
    /** First linear map of the feed-forward block, {@code [intermediate, hidden]}. */
    INTERMEDIATE,
    /** Second one, {@code [hidden, intermediate]}. */
    OUTPUT,
    /** LayerNorm of the feed-forward sub-block, {@code [hidden]}. */
    OUTPUT_NORM;

    /** Whether a change of this part has a bias. */
    public boolean biased() {
      return this != KEY;
    }

    /** {@code attention_output}. */
    public String shortName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Of a linear map or a LayerNorm.
   *
   * @param weight shape of the part's weight
   * @param bias shape of its bias; null where it has none
   */
  public record Affine(NDArray weight, NDArray bias) {}

  public LayerChange {
    parts = Map.copyOf(parts);
    if (!parts.keySet().containsAll(Arrays.asList(Part.values()))) {
      throw new IllegalArgumentException("a change is one of all parts, got " + parts.keySet());
    }
  }

  Affine of(Part part) {
    return parts.get(part);
  }

  /**
   * @param scope owner of the sum, which takes gradients where the change does
   */
  static NDArray sum(NDManager scope, NDArray frozen, NDArray change) {
    // A sum belongs to the manager of its first operand, here for no longer than this.
    NDArray sum = change.add(frozen);
    sum.attach(scope);
    return sum;
  }
}
