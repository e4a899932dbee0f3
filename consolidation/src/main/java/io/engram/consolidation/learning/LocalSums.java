package io.engram.consolidation.learning;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.statistics.PooledMoments;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.StableHash;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Sums over the frozen features of a task whose rows are on this machine. */
final class LocalSums {
  private LocalSums() {}

  static ClassStatistics statistics(LocalTask task, LabelSpace labels) {
    PooledMoments moments =
        new PooledMoments(labels.size(), task.learnt().training().layout().width());
    task.forEachWindow(
        Split.TRAIN, window -> window.forEach(row -> moments.add(row.label(), row.pooled())));
    // As on executors: the rows whose keys have the lowest hashes.
    TreeMap<String, FeatureRow> sample =
        new TreeMap<>(
            Comparator.<String>comparingLong(key -> StableHash.of(key, 0))
                .thenComparing(Comparator.naturalOrder()));
    task.forEachWindow(
        Split.VALIDATION,
        window ->
            window.forEach(
                row -> {
                  sample.put(row.key(), row);
                  if (sample.size() > FeatureSample.MOST_ROWS) {
                    sample.pollLastEntry();
                  }
                }));
    List<FeatureRow> kept = List.copyOf(sample.values());
    return new ClassStatistics(
        labels.classes(),
        moments,
        FeatureSample.of(
            kept.stream().map(FeatureRow::label).toList(),
            kept.stream().map(FeatureRow::pooled).toList()));
  }

  static RidgeSums ridge(LocalTask task, LabelSpace labels, RandomFeatures features) {
    RidgeSums sums = new RidgeSums(labels.size(), features.width());
    task.forEachWindow(
        Split.TRAIN,
        window -> window.forEach(row -> sums.add(row.label(), features.apply(row.pooled()))));
    return sums;
  }
}
