package io.engram.consolidation.spark.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.consolidation.learning.FeatureColumns;
import io.engram.consolidation.learning.TaskRows;
import io.engram.consolidation.task.Split;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureRows;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** Brings rows of a feature table to the local disk of the one place that trains. */
final class SpooledRows {

  /**
   * Column of distillation targets, binary float32 little-endian, one block per task of the slot.
   */
  static final String TARGET = "target";

  private static final float[] NONE = {};

  private SpooledRows() {}

  /**
   * @param labels classes, or null when rows are distilled and have none
   * @param width hidden size of the backbone
   */
  static TaskRows of(Iterator<Row> rows, LabelSpace labels, int width, FeatureColumns columns) {
    try (RowSpoolWriter training = RowSpool.writer(width);
        RowSpoolWriter validation = RowSpool.writer(width)) {
      boolean validated = false;
      while (rows.hasNext()) {
        Row row = rows.next();
        boolean held = Split.VALIDATION.label().equals(row.getAs(FeatureRows.SPLIT));
        validated |= held;
        (held ? validation : training).add(featureRow(row, labels, columns));
      }
      RowSpool learnt = training.finish();
      try {
        return new TaskRows(learnt, validated ? validation.finish() : null);
      } catch (RuntimeException failure) {
        learnt.close();
        throw failure;
      }
    }
  }

  static FeatureRow featureRow(Row row, LabelSpace labels, FeatureColumns columns) {
    String label = labels == null ? null : row.getAs(FeatureRows.LABEL);
    return new FeatureRow(
        row.getAs(FeatureRows.ROW_KEY),
        label == null ? -1 : labels.indexOf(label),
        row.getAs(FeatureRows.LENGTH),
        columns.hidden() && row.getAs(FeatureRows.HIDDEN) != null ? FeatureRows.hidden(row) : NONE,
        columns.pooled() ? FeatureRows.pooled(row) : NONE,
        columns.target() ? Precision.FLOAT32.decode(row.getAs(TARGET)) : NONE);
  }
}
