package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.runtime.TensorScope;

/**
 * How well weights do on rows that they were not trained on.
 *
 * @param loss mean over the rows
 * @param accuracy share of the rows that are classified right; NaN without classes
 */
record Evaluation(double loss, double accuracy) {

  static Evaluation of(Student student, Objective objective, RowSpool rows, int batchSize) {
    double loss = 0;
    long correct = 0;
    try (BatchPlan plan = new BatchPlan(rows, batchSize)) {
      BatchReader reader = new BatchReader(rows);
      for (int i = 0; i < plan.batches(); i++) {
        try (TensorScope scope = TensorScope.open()) {
          RowBatch batch = reader.read(scope.manager(), plan.batch(i));
          NDArray pooled = student.pooled(batch);
          loss += (double) objective.loss(pooled, batch).getFloat() * batch.rows();
          int right = objective.correct(pooled, batch);
          correct = right < 0 || correct < 0 ? -1 : correct + right;
        }
      }
    }
    return new Evaluation(
        loss / rows.rows(), correct < 0 ? Double.NaN : (double) correct / rows.rows());
  }
}
