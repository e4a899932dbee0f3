package io.engram.consolidation.evaluation;

/** From which accuracy the loss of a task is counted: publications differ. */
public enum Forgetting {
  /** The best before the last task (Chaudhry et al. 2018, equation 3). */
  BEST_BEFORE_LAST {
    @Override
    Double reference(AccuracyMatrix matrix, int task) {
      return best(matrix, task, matrix.size() - 1);
    }
  },
  /** The best of all rows, the last one included: never negative. */
  BEST_EVER {
    @Override
    Double reference(AccuracyMatrix matrix, int task) {
      return best(matrix, task, matrix.size());
    }
  },
  /** The accuracy just after the task was learnt: minus the backward transfer. */
  FIRST {
    @Override
    Double reference(AccuracyMatrix matrix, int task) {
      return matrix.cell(task, task);
    }
  };

  abstract Double reference(AccuracyMatrix matrix, int task);

  private static Double best(AccuracyMatrix matrix, int task, int rows) {
    Double best = null;
    for (int t = 0; t < rows; t++) {
      Double value = matrix.cell(t, task);
      if (value != null && (best == null || value > best)) {
        best = value;
      }
    }
    return best;
  }
}
