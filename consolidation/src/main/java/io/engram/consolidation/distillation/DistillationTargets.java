package io.engram.consolidation.distillation;

/**
 * What the student learns to say: the owning teacher's logits of each task, less their mean (Ermis
 * et al. 2022, equation 2). A constant added to all logits of a task changes nothing, and each
 * task's block sums to zero.
 */
public final class DistillationTargets {
  private DistillationTargets() {}

  /**
   * @param logits concatenated logits of the teachers, {@code [Σ C_t]}; left as they are
   * @param layout which part belongs to which task
   * @return {@code [Σ C_t]}
   */
  public static float[] of(float[] logits, TargetLayout layout) {
    if (logits.length != layout.width()) {
      throw new IllegalArgumentException(
          "teachers gave " + logits.length + " logits, the layout has " + layout.width());
    }
    float[] targets = new float[logits.length];
    int from = 0;
    for (int classes : layout.classes()) {
      double mean = 0;
      for (int c = from; c < from + classes; c++) {
        mean += logits[c];
      }
      mean /= classes;
      for (int c = from; c < from + classes; c++) {
        targets[c] = (float) (logits[c] - mean);
      }
      from += classes;
    }
    return targets;
  }
}
