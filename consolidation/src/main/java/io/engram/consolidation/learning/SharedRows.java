package io.engram.consolidation.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Rows of a new task and of earlier ones, as one training of a shared adapter reads them. */
final class SharedRows {
  private static final float[] NONE = {};

  private SharedRows() {}

  /** The new task's rows, and those old ones whose head is trained along; labels as the job's. */
  static TaskRows of(LocalTask task, OldRows old, FineTuneJob job) {
    Map<String, Integer> first = new HashMap<>();
    int classes = 0;
    for (Map.Entry<String, LabelSpace> space : job.spaces().entrySet()) {
      first.put(space.getKey(), classes);
      classes += space.getValue().size();
    }
    int own = first.get(task.id());
    RowSpool training = learnt(task, old, first, own);
    try {
      return new TaskRows(training, validation(task, own));
    } catch (RuntimeException failure) {
      training.close();
      throw failure;
    }
  }

  private static RowSpool learnt(LocalTask task, OldRows old, Map<String, Integer> first, int own) {
    RowSpool rows = task.learnt().training();
    try (RowSpoolWriter writer = RowSpool.writer(rows.layout().width())) {
      RowStream.of(rows).forEachRemaining(row -> writer.add(labelled(row, own)));
      for (Iterator<FeatureRow> kept = old.rows().get(); kept.hasNext(); ) {
        FeatureRow row = kept.next();
        Integer start = first.get(OldRows.task(row));
        if (start != null && row.label() >= 0) {
          writer.add(labelled(row, start));
        }
      }
      return writer.finish();
    }
  }

  private static RowSpool validation(LocalTask task, int own) {
    RowSpool rows = task.learnt().validation();
    if (rows == null) {
      return null;
    }
    try (RowSpoolWriter writer = RowSpool.writer(rows.layout().width())) {
      RowStream.of(rows).forEachRemaining(row -> writer.add(labelled(row, own)));
      return writer.finish();
    }
  }

  private static FeatureRow labelled(FeatureRow row, int start) {
    return new FeatureRow(row.key(), start + row.label(), row.length(), row.hidden(), NONE, NONE);
  }
}
