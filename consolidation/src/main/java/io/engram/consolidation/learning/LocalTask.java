package io.engram.consolidation.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A task whose rows are on this machine's disk with the output of the frozen layers.
 *
 * @param manifest what the rows are
 * @param learnt training and validation rows, with hidden states and pooled output
 * @param test rows that are only ever scored; null when there are none
 * @param frozenSeconds what the frozen layers took for all of them
 */
public record LocalTask(TaskManifest manifest, TaskRows learnt, RowSpool test, double frozenSeconds)
    implements AutoCloseable {

  public String id() {
    return manifest.id().value();
  }

  /** Passes the rows of one split through bounded memory; nothing when there are none. */
  public void forEachWindow(Split split, Consumer<List<FeatureRow>> window) {
    RowSpool rows = rows(split);
    if (rows != null) {
      RowStream.forEachWindow(rows, window);
    }
  }

  /** The first rows of a split, at most so many. */
  public List<FeatureRow> first(Split split, int most) {
    RowSpool rows = rows(split);
    int count = rows == null ? 0 : Math.min(most, rows.rows());
    return IntStream.range(0, count).mapToObj(rows::row).toList();
  }

  /** Class statistics of the training rows, as versions keep them: one pass. */
  public ClassStatistics statistics() {
    return LocalSums.statistics(this, new LabelSpace(manifest.classes()));
  }

  /** Sums of random features of the training rows: one pass. */
  public RidgeSums ridgeSums(RandomFeatures features) {
    return LocalSums.ridge(this, new LabelSpace(manifest.classes()), features);
  }

  private RowSpool rows(Split split) {
    return switch (split) {
      case TRAIN -> learnt.training();
      case VALIDATION -> learnt.validation();
      case TEST -> test;
    };
  }

  @Override
  public void close() {
    learnt.close();
    if (test != null) {
      test.close();
    }
  }
}
