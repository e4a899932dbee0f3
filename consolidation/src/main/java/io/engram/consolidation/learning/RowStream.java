package io.engram.consolidation.learning;

import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Rows on disk as they pass through bounded memory. */
public final class RowStream {
  private static final int WINDOW_ROWS = 2048;
  private static final long WINDOW_BYTES = 64L << 20;

  private RowStream() {}

  static Iterator<FeatureRow> of(RowSpool rows) {
    return IntStream.range(0, rows.rows()).mapToObj(rows::row).iterator();
  }

  /** Passes all rows through bounded memory. */
  public static void forEachWindow(RowSpool rows, Consumer<List<FeatureRow>> window) {
    forEachWindow(of(rows), window);
  }

  static void forEachWindow(Iterator<FeatureRow> rows, Consumer<List<FeatureRow>> window) {
    List<FeatureRow> held = new ArrayList<>();
    long bytes = 0;
    while (rows.hasNext()) {
      FeatureRow row = rows.next();
      held.add(row);
      bytes += (long) (row.hidden().length + row.pooled().length) * Float.BYTES;
      if (held.size() == WINDOW_ROWS || bytes >= WINDOW_BYTES) {
        window.accept(held);
        held = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!held.isEmpty()) {
      window.accept(held);
    }
  }
}
