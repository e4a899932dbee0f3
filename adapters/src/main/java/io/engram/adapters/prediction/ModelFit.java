package io.engram.adapters.prediction;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;
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
              checkHead(backbone, task, served.head());
              served.second().ifPresent(head -> checkHead(backbone, task, head));
              served.fusion().ifPresent(fusion -> checkFusion(backbone, task, fusion.weights()));
            });
  }

  private static void checkHead(EncoderConfig backbone, String task, Head head) {
    if (head.hidden() != backbone.hidden()) {
      throw new IllegalArgumentException(
          "the head of task "
              + task
              + " was made for width "
              + head.hidden()
              + ", the backbone has "
              + backbone.hidden());
    }
  }

  private static void checkFusion(EncoderConfig backbone, String task, FusionWeights weights) {
    check(
        "the fusion of task " + task,
        backbone,
        weights.parameters(),
        weights.config().parameters(backbone.layers(), backbone.hidden()));
  }

  private static void checkSlot(EncoderConfig backbone, int slot, AdapterWeights weights) {
    check(
        "the adapter of slot " + slot,
        backbone,
        weights.parameters(),
        weights.config().parameters(backbone.layers(), backbone.hidden()));
  }

  private static void check(String what, EncoderConfig backbone, long actual, long expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what
              + " has "
              + actual
              + " parameters, the backbone ("
              + backbone.layers()
              + " layers of width "
              + backbone.hidden()
              + ") needs "
              + expected);
    }
  }
}
