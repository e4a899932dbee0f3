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
 * adapter and those of the new task under its own, each block less its mean. Of a task of the slot
 * that the new adapter was trained on too, the mean of both answers is taught, weighted by its
 * share: what that task gained is kept.
 */
public final class TeacherTargets {
  private final Backbone backbone;
  private final TeacherModels models;
  private final List<Head> slotHeads;
  private final List<Head> heads;
  private final TargetLayout layout;

  public TeacherTargets(Backbone backbone, TeacherModels models) {
    this.backbone = backbone;
    this.models = models;
    slotHeads = models.slot().readHeads();
    heads = Stream.concat(slotHeads.stream(), models.learnt().readHeads().stream()).toList();
    // Blocks have no name here: only their sizes matter to the targets.
    List<Integer> classes = heads.stream().map(head -> head.labels().size()).toList();
    layout =
        new TargetLayout(
            IntStream.range(0, classes.size()).mapToObj(Integer::toString).toList(), classes);
  }

  /**
   * @param rows with hidden states
   * @return {@code [rows][Σ C_t]}: the slot's tasks first, in their order, then the new task
   */
  public float[][] of(List<FeatureRow> rows) {
    float[][][] bySlot = models.slot().logits(backbone, slotHeads, rows);
    float[][][] byLearnt = models.learnt().logits(backbone, heads, rows);
    float[][] targets = new float[bySlot.length][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = DistillationTargets.of(taught(bySlot[i], byLearnt[i]), layout);
    }
    return targets;
  }

  private float[] taught(float[][] bySlot, float[][] byLearnt) {
    FloatBuffer all = FloatBuffer.allocate(layout.width());
    for (int head = 0; head < byLearnt.length; head++) {
      all.put(head < bySlot.length ? mixed(bySlot, byLearnt, head) : byLearnt[head]);
    }
    return all.array();
  }

  private float[] mixed(float[][] bySlot, float[][] byLearnt, int head) {
    float share = (float) models.learntShares()[head];
    float[] mixed = new float[bySlot[head].length];
    for (int c = 0; c < mixed.length; c++) {
      mixed[c] = (1 - share) * bySlot[head][c] + share * byLearnt[head][c];
    }
    return mixed;
  }
}
