package io.engram.consolidation.spark;

import io.engram.consolidation.evaluation.AveragePrecision;
import io.engram.consolidation.evaluation.LabelCounts;
import io.engram.consolidation.evaluation.LabelMetrics;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the labels of one partition. Rows are label, probability, rows of that probability and how
 * many of these have the label, sorted by label and falling probability; of all rows of a label
 * only a few numbers are held.
 */
final class LabelCounting implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final double HALF = 0.5;
  private static final int CORRECTED = 2;
  private static final int UNCORRECTED = 5;

  /** Label, average precision, and the three counts with and without the correction. */
  static final Encoder<Row> ENCODER = Encoders.row(schema());

  private final Map<String, Double> limits;

  /**
   * @param limits corrected probability, by label, above which the balanced task says it
   */
  LabelCounting(Map<String, Double> limits) {
    this.limits = limits;
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add("label", DataTypes.StringType, false)
            .add("averagePrecision", DataTypes.DoubleType, true);
    for (String kind : List.of("corrected", "uncorrected")) {
      for (String count : List.of("TruePositives", "FalsePositives", "FalseNegatives")) {
        schema = schema.add(kind + count, DataTypes.LongType, false);
      }
    }
    return schema;
  }

  /** What a row of the outcome says. */
  static LabelMetrics.Label label(Row row, boolean corrected) {
    int first = corrected ? CORRECTED : UNCORRECTED;
    return new LabelMetrics.Label(
        new LabelCounts(row.getLong(first), row.getLong(first + 1), row.getLong(first + 2)),
        row.isNullAt(1) ? null : (Double) row.getDouble(1));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<Row> counted = new ArrayList<>();
    OneLabel label = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (label == null || !label.name.equals(row.getString(0))) {
        if (label != null) {
          counted.add(label.row());
        }
        label = new OneLabel(row.getString(0), limits.get(row.getString(0)));
      }
      label.add(row.getDouble(1), row.getLong(2), row.getLong(3));
    }
    if (label != null) {
      counted.add(label.row());
    }
    return counted.iterator();
  }

  private static final class OneLabel {
    private final String name;
    private final double limit;
    private final AveragePrecision precision = new AveragePrecision();
    private LabelCounts corrected = LabelCounts.NONE;
    private LabelCounts uncorrected = LabelCounts.NONE;

    OneLabel(String name, double limit) {
      this.name = name;
      this.limit = limit;
    }

    void add(double probability, long rows, long present) {
      precision.add(rows, present);
      corrected = corrected.merge(counts(probability > HALF, rows, present));
      uncorrected = uncorrected.merge(counts(probability > limit, rows, present));
    }

    private static LabelCounts counts(boolean said, long rows, long present) {
      return said ? new LabelCounts(present, rows - present, 0) : new LabelCounts(0, 0, present);
    }

    Row row() {
      return RowFactory.create(
          name,
          precision.value(),
          corrected.truePositives(),
          corrected.falsePositives(),
          corrected.falseNegatives(),
          uncorrected.truePositives(),
          uncorrected.falsePositives(),
          uncorrected.falseNegatives());
    }
  }
}
