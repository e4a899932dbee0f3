package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.statistics.PooledMoments;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.task.StableHash;
import io.engram.transformers.spark.FeatureRows;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Sums over the frozen features of training rows: one aggregate each. */
final class FeatureStatistics {
  private FeatureStatistics() {}

  /**
   * Counts and sums of each class, the second moment of all, and a sample of the rows that are not
   * among them: those whose keys have the lowest hashes, wherever they lie.
   */
  static ClassStatistics of(Dataset<Row> training, Dataset<Row> validation, LabelSpace labels) {
    PooledMoments moments =
        summed(
            training,
            labels,
            pooled -> new PooledMoments(labels.size(), pooled.length),
            PooledMoments::add,
            PooledMoments::merge);
    List<Row> sample =
        validation
            .select(FeatureRows.ROW_KEY, FeatureRows.LABEL, FeatureRows.POOLED)
            .orderBy(hash(functions.col(FeatureRows.ROW_KEY)), functions.col(FeatureRows.ROW_KEY))
            .limit(FeatureSample.MOST_ROWS)
            .collectAsList();
    return new ClassStatistics(
        labels.classes(),
        moments,
        FeatureSample.of(
            sample.stream().map(row -> labels.indexOf(row.getAs(FeatureRows.LABEL))).toList(),
            sample.stream().map(FeatureRows::pooled).toList()));
  }

  private static Column hash(Column key) {
    UDF1<String, Long> hash = text -> StableHash.of(text, 0);
    return functions.udf(hash, DataTypes.LongType).apply(key);
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

  private static <T extends Serializable> T summed(
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

  private record Sum<T extends Serializable>(LabelSpace labels, Start<T> start, Count<T> count)
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
