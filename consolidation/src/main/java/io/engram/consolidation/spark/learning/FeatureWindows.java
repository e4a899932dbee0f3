package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.WindowedRows;
import io.engram.transformers.spark.WindowedRows.Window;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of a feature table through a function of one bounded window. */
public final class FeatureWindows {
  // Hidden states are a few KB to 400 KB a row: the byte bound is the one that matters.
  private static final Window WINDOW = new Window(2048, 64L << 20);

  /** Reads what prediction from cached features needs. */
  public static final FeatureColumns HIDDEN_AND_POOLED = new FeatureColumns(true, true, false);

  private FeatureWindows() {}

  /** The columns of a feature table that answers are made and compared from. */
  public static JavaRDD<Row> labelled(Dataset<Row> rows) {
    return rows.select(
            FeatureRows.ROW_KEY,
            FeatureRows.LABEL,
            FeatureRows.LENGTH,
            FeatureRows.HIDDEN,
            FeatureRows.POOLED)
        .toJavaRDD();
  }

  public static <T> Iterator<T> map(
      Iterator<Row> rows,
      LabelSpace labels,
      FeatureColumns columns,
      BiFunction<List<Row>, List<FeatureRow>, List<T>> batch) {
    return new WindowedRows<>(
        rows,
        WINDOW,
        FeatureWindows::bytes,
        window ->
            batch.apply(
                window,
                window.stream().map(row -> SpooledRows.featureRow(row, labels, columns)).toList()));
  }

  // The stored bytes and the floats made of them.
  private static long bytes(Row row) {
    byte[] hidden = row.getAs(FeatureRows.HIDDEN);
    byte[] pooled = row.getAs(FeatureRows.POOLED);
    return 3L * ((hidden == null ? 0 : hidden.length) + (pooled == null ? 0 : pooled.length)) + 256;
  }
}
