package io.engram.consolidation.learning;

import io.engram.adapters.Head;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.distillation.DistillationTargets;
import io.engram.consolidation.distillation.TargetLayout;
import io.engram.transformers.backbone.Backbone;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Targets of double distillation (ADA, equation 3): the logits of the slot's tasks under the slot's
 * adapter and those of the new task under its own, each block less its mean.
 */
public final class TeacherTargets {
  private final Backbone backbone;
  private final SlotModel slot;
  private final SlotModel learnt;
  private final List<Head> slotHeads;
  private final List<Head> learntHeads;
  private final TargetLayout layout;

  /**
   * @param slot what serves the old tasks
   * @param learnt what serves the new one
   */
  public TeacherTargets(Backbone backbone, SlotModel slot, SlotModel learnt) {
    this.backbone = backbone;
    this.slot = slot;
    this.learnt = learnt;
    slotHeads = slot.readHeads();
    learntHeads = learnt.readHeads();
    // Blocks have no name here: only their sizes matter to the targets.
    List<Integer> classes =
        Stream.concat(slotHeads.stream(), learntHeads.stream())
            .map(head -> head.labels().size())
            .toList();
    layout =
        new TargetLayout(
            IntStream.range(0, classes.size()).mapToObj(Integer::toString).toList(), classes);
  }

  /**
   * @param rows with hidden states
   * @return {@code [rows][Σ C_t]}: the slot's tasks first, in their order, then the new task
   */
  public float[][] of(List<FeatureRow> rows) {
    float[][][] old = slot.logits(backbone, slotHeads, rows);
    float[][][] fresh = learnt.logits(backbone, learntHeads, rows);
    float[][] targets = new float[old.length][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = DistillationTargets.of(concatenated(old[i], fresh[i]), layout);
    }
    return targets;
  }

  private float[] concatenated(float[][] old, float[][] fresh) {
    FloatBuffer all = FloatBuffer.allocate(layout.width());
    for (float[] block : old) {
      all.put(block);
    }
    for (float[] block : fresh) {
      all.put(block);
    }
    return all.array();
  }
}
