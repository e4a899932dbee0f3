package io.engram.consolidation.comparison;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.ModelOutline;
import io.engram.transformers.lake.LakeFile;
import java.util.Map;

/**
 * One side of a comparison.
 *
 * @param number of the version
 * @param outline its tasks and slots
 * @param matrix accuracies in its record
 * @param files all its files by path in the store
 * @param backbone hash of the frozen encoder; may be null
 */
public record ComparedVersion(
    long number,
    ModelOutline outline,
    AccuracyMatrix matrix,
    Map<String, LakeFile> files,
    String backbone) {

  /** Newest accuracy of a task; null where it was not measured. */
  Double accuracy(String task) {
    int column = matrix.tasks().indexOf(task);
    return column < 0 ? null : matrix.cell(matrix.size() - 1, column);
  }
}
