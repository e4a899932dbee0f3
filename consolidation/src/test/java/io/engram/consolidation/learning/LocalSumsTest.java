package io.engram.consolidation.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.task.InMemoryTask;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.StableHash;
import io.engram.consolidation.task.TaskManifest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalSumsTest {
  private static final float[] NONE = new float[0];

  @Test
  void ofManyValidationRowsThoseOfTheLowestHashesAreSampledUpToTheMost() {
    TaskManifest manifest =
        InMemoryTask.manifest("task", List.of("a", "b"), new SplitCounts(2, 100, 0));
    TaskRows rows = new TaskRows(spool("train-", 4), spool("validation-", 200));
    try (LocalTask task = new LocalTask(manifest, rows, null, 0)) {
      FeatureSample sample = task.statistics().sample();
      float[] expected = new float[128];
      List<Integer> lowest =
          IntStream.range(0, 200)
              .boxed()
              .sorted(Comparator.comparingLong(row -> StableHash.of("validation-" + row, 0)))
              .limit(128)
              .toList();
      for (int place = 0; place < expected.length; place++) {
        expected[place] = lowest.get(place);
      }
      assertThat(Arrays.stream(sample.rows()).map(row -> row[0]))
          .containsExactly(
              IntStream.range(0, 128).mapToObj(i -> expected[i]).toArray(Float[]::new));
      assertThat(sample.labels())
          .containsExactly(lowest.stream().mapToInt(row -> row % 2).toArray());
    }
  }

  /** Rows whose only feature is their number, of two classes in turn. */
  private static RowSpool spool(String prefix, int rows) {
    try (RowSpoolWriter writer = RowSpool.writer(1)) {
      for (int row = 0; row < rows; row++) {
        writer.add(new FeatureRow(prefix + row, row % 2, 1, NONE, new float[] {row}, NONE));
      }
      return writer.finish();
    }
  }
}
