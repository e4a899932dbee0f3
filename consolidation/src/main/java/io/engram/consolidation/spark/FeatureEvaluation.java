package io.engram.consolidation.spark;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.PredictorOptions;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.consolidation.evaluation.AccuracyCounts;
import io.engram.consolidation.spark.learning.FeatureWindows;
import io.engram.consolidation.store.serving.ServedModel;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.ExecutorCache.Lease;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Accuracy of one task on rows whose frozen layers were computed before; counts are summed on
 * executors.
 */
final class FeatureEvaluation {
  private FeatureEvaluation() {}

  /**
   * @param rows feature rows with labels
   */
  static AccuracyCounts of(Dataset<Row> rows, ModelSource model, String task) {
    long[] counts =
        FeatureWindows.labelled(rows)
            .mapPartitions(new Count(model, task))
            .fold(
                new long[2], (left, right) -> new long[] {left[0] + right[0], left[1] + right[1]});
    return new AccuracyCounts(counts[0], counts[1]);
  }

  /** Of a partition: rows, and those that were right. */
  private record Count(ModelSource model, String task)
      implements FlatMapFunction<Iterator<Row>, long[]> {
    @Override
    public Iterator<long[]> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<long[]>of().iterator();
      }
      try (Lease<ServedModel> lease =
          ServedModels.lease(model, PredictorOptions.defaults(), ImageLimits.DEFAULT)) {
        TaskPredictor predictor = lease.value().predictor();
        LabelSpace labels = predictor.model().tasks().get(task).head().labels();
        Iterator<Boolean> correct =
            FeatureWindows.map(
                rows,
                labels,
                FeatureWindows.HIDDEN_AND_POOLED,
                (window, features) -> {
                  List<Prediction> predictions = predictor.predictFeatures(features, task);
                  List<Boolean> right = new ArrayList<>(predictions.size());
                  for (int i = 0; i < predictions.size(); i++) {
                    right.add(predictions.get(i).index() == features.get(i).label());
                  }
                  return right;
                });
        long total = 0;
        long hits = 0;
        while (correct.hasNext()) {
          total++;
          hits += correct.next() ? 1 : 0;
        }
        return List.of(new long[] {total, hits}).iterator();
      }
    }
  }
}
