package io.engram.consolidation.distillation;

/**
 * The consolidation loss of plain arrays (Ermis et al. 2022, equation 3): {@code L(x) = 1/(Σ C_t) ·
 * Σ_t ||student_t(x) - target_t(x)||²}; {@link DistillationObjective} computes the same in the
 * engine.
 */
public final class DistillationLoss {
  private DistillationLoss() {}

  /**
   * Loss of one row.
   *
   * @param student concatenated logits of the student, {@code [Σ C_t]}
   * @param target concatenated targets, {@code [Σ C_t]}
   */
  public static double ofRow(float[] student, float[] target) {
    if (student.length != target.length) {
      throw new IllegalArgumentException(
          "student has " + student.length + " logits, target " + target.length);
    }
    double sum = 0;
    for (int c = 0; c < target.length; c++) {
      double difference = (double) student[c] - target[c];
      sum += difference * difference;
    }
    return sum / target.length;
  }

  /** Mean loss of the rows, both {@code [rows, Σ C_t]}. */
  public static double ofBatch(float[][] student, float[][] target) {
    double sum = 0;
    for (int row = 0; row < target.length; row++) {
      sum += ofRow(student[row], target[row]);
    }
    return sum / target.length;
  }
}
