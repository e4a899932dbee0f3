package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.statistics.ClassMoments;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.transformers.spark.FeatureRows;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sums over the frozen features of training rows: one aggregate each. */
final class FeatureStatistics {
  private FeatureStatistics() {}

  /** Counts, sums and second moments of each class. */
  static ClassStatistics of(Dataset<Row> training, LabelSpace labels) {
    return new ClassStatistics(
        labels.classes(),
        summed(
            training,
            labels,
            pooled -> new ClassMoments(labels.size(), pooled.length),
            ClassMoments::add,
            ClassMoments::merge));
  }

  /** What ridge regression on random features needs. */
  static RidgeSums ridge(Dataset<Row> training, LabelSpace labels, RandomFeatures features) {
    return summed(
        training,
        labels,
        pooled -> new RidgeSums(labels.size(), features.width()),
        (sums, label, pooled) -> sums.add(label, features.apply(pooled)),
        RidgeSums::merge);
  }

  private interface Start<T> extends Serializable {
    T with(float[] firstRow);
  }

  private interface Count<T> extends Serializable {
    void add(T sums, int label, float[] pooled);
  }

  private static <T> T summed(
      Dataset<Row> rows,
      LabelSpace labels,
      Start<T> start,
      Count<T> count,
      Function2<T, T, T> merge) {
    return OrderedMerge.of(
            rows.select(FeatureRows.LABEL, FeatureRows.POOLED)
                .toJavaRDD()
                .mapPartitions(new Sum<>(labels, start, count)),
            merge)
        .orElseThrow(() -> new IllegalStateException("a task without training rows has no sums"));
  }

  private record Sum<T>(LabelSpace labels, Start<T> start, Count<T> count)
      implements FlatMapFunction<Iterator<Row>, T> {
    @Override
    public Iterator<T> call(Iterator<Row> rows) {
      T sums = null;
      while (rows.hasNext()) {
        Row row = rows.next();
        float[] pooled = FeatureRows.pooled(row);
        sums = sums == null ? start.with(pooled) : sums;
        count.add(sums, labels.indexOf(row.getAs(FeatureRows.LABEL)), pooled);
      }
      return sums == null ? List.<T>of().iterator() : List.of(sums).iterator();
    }
  }
}
