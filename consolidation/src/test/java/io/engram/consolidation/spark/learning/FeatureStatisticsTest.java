package io.engram.consolidation.spark.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.LabelSpace;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.task.StableHash;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.FeatureRows;
import io.engram.transformers.spark.SparkTest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest extends SparkTest {
  private static final int ROWS = 200;
  private static final int MOST = 128;

  @Test
  void ofManyValidationRowsThoseOfTheLowestHashesAreSampledUpToTheMost() {
    FeatureSample sample =
        FeatureStatistics.of(rows("train-"), rows("key-"), new LabelSpace(List.of("a", "b")))
            .sample();
    Float[] lowest =
        IntStream.range(0, ROWS)
            .boxed()
            .sorted(Comparator.comparingLong(row -> StableHash.of("key-" + row, 0)))
            .limit(MOST)
            .map(Integer::floatValue)
            .toArray(Float[]::new);
    assertThat(Arrays.stream(sample.rows()).map(row -> row[0])).containsExactly(lowest);
  }

  /** Rows whose only feature is their number. */
  private static Dataset<Row> rows(String prefix) {
    List<Row> rows =
        IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    RowFactory.create(
                        prefix + row,
                        "any",
                        row % 2 == 0 ? "a" : "b",
                        1,
                        null,
                        Precision.FLOAT32.encode(new float[] {row}),
                        false))
            .toList();
    return spark().createDataFrame(rows, FeatureRows.schema()).repartition(3);
  }
}
