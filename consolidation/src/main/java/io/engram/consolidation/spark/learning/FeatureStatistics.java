package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.consolidation.statistics.ClassMoments;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.transformers.spark.FeatureRows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Per class counts, sums and second moments of frozen features: one aggregate over the training
 * rows.
 */
public final class FeatureStatistics {
  private FeatureStatistics() {}

  /**
   * @param rows feature rows that are learnt
   */
  public static ClassStatistics of(Dataset<Row> rows, LabelSpace labels) {
    ClassMoments moments =
        rows.select(FeatureRows.LABEL, FeatureRows.POOLED)
            .toJavaRDD()
            .mapPartitions(new Count(labels))
            .treeReduce(ClassMoments::merge);
    return new ClassStatistics(labels.classes(), moments);
  }

  private record Count(LabelSpace labels) implements FlatMapFunction<Iterator<Row>, ClassMoments> {
    @Override
    public Iterator<ClassMoments> call(Iterator<Row> rows) {
      ClassMoments moments = null;
      while (rows.hasNext()) {
        Row row = rows.next();
        float[] pooled = FeatureRows.pooled(row);
        if (moments == null) {
          moments = new ClassMoments(labels.size(), pooled.length);
        }
        moments.add(labels.indexOf(row.getAs(FeatureRows.LABEL)), pooled);
      }
      return moments == null ? List.<ClassMoments>of().iterator() : List.of(moments).iterator();
    }
  }
}
