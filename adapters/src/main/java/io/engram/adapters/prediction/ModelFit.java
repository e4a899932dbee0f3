package io.engram.adapters.prediction;

import io.engram.adapters.AdapterWeights;
import io.engram.transformers.backbone.EncoderConfig;

/** Whether a serving model was made for a backbone. */
final class ModelFit {
  private ModelFit() {}

  /**
   * @throws IllegalArgumentException when a head, an adapter or the first adapted layer does not
   *     fit
   */
  static void check(EncoderConfig backbone, ServingModel model) {
    if (model.fromLayer() < 0 || model.fromLayer() > backbone.layers()) {
      throw new IllegalArgumentException(
          "the model adapts from layer "
              + model.fromLayer()
              + ", the backbone has "
              + backbone.layers()
              + " layers");
    }
    for (int slot = 0; slot < model.slots().size(); slot++) {
      checkSlot(backbone, slot, model.slots().get(slot));
    }
    model
        .tasks()
        .forEach(
            (task, served) -> {
              if (served.head().hidden() != backbone.hidden()) {
                throw new IllegalArgumentException(
                    "the head of task "
                        + task
                        + " was made for width "
                        + served.head().hidden()
                        + ", the backbone has "
                        + backbone.hidden());
              }
            });
  }

  private static void checkSlot(EncoderConfig backbone, int slot, AdapterWeights weights) {
    long expected = weights.config().parameters(backbone.layers(), backbone.hidden());
    if (weights.parameters() != expected) {
      throw new IllegalArgumentException(
          "the adapter of slot "
              + slot
              + " has "
              + weights.parameters()
              + " parameters, the backbone ("
              + backbone.layers()
              + " layers of width "
              + backbone.hidden()
              + ") needs "
              + expected);
    }
  }
}
