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
import io.engram.transformers.spark.JavaBytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Accuracy of one task on rows whose frozen layers were computed before; executors count, the
 * driver adds up two numbers a partition.
 */
final class FeatureEvaluation {
  private FeatureEvaluation() {}

  /**
   * @param rows feature rows with labels
   */
  static AccuracyCounts of(Dataset<Row> rows, ModelSource model, String task) {
    return FeatureWindows.labelled(rows)
        .mapPartitions(new Count(model, task))
        .map(JavaBytes::of)
        .collect()
        .stream()
        .map(counts -> JavaBytes.<AccuracyCounts>read(counts))
        .reduce(AccuracyCounts.NONE, AccuracyCounts::merge);
  }

  private record Count(ModelSource model, String task)
      implements FlatMapFunction<Iterator<Row>, AccuracyCounts> {
    @Override
    public Iterator<AccuracyCounts> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return List.<AccuracyCounts>of().iterator();
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
        return List.of(new AccuracyCounts(total, hits)).iterator();
      }
    }
  }
}
