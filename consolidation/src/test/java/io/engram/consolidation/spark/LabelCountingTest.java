package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.evaluation.AveragePrecision;
import io.engram.consolidation.evaluation.LabelCounts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class LabelCountingTest {

  private static List<Row> count(Map<String, Double> limits, Row... rows) {
    List<Row> counted = new ArrayList<>();
    Iterator<Row> out = new LabelCounting(limits).call(List.of(rows).iterator());
    out.forEachRemaining(counted::add);
    return counted;
  }

  private static Row ranked(String label, double probability, long rows, long present) {
    return RowFactory.create(label, probability, rows, present);
  }

  @Test
  void labelsThatFollowEachOtherAreCountedApart() {
    List<Row> counted =
        count(
            Map.of("a", 0.1, "b", 0.5),
            ranked("a", 0.9, 1, 1),
            ranked("a", 0.4, 2, 1),
            ranked("a", 0.05, 1, 0),
            ranked("b", 0.5, 1, 0));
    assertThat(counted).hasSize(2);
    assertThat(LabelCounting.label(counted.get(0), true).counts())
        .isEqualTo(new LabelCounts(1, 0, 1));
    assertThat(LabelCounting.label(counted.get(0), false).counts())
        .as("what the balanced task says")
        .isEqualTo(new LabelCounts(2, 1, 0));
    assertThat(LabelCounting.label(counted.get(0), true).averagePrecision())
        .isCloseTo(
            AveragePrecision.of(
                new double[] {0.9, 0.4, 0.4, 0.05}, new boolean[] {true, false, true, false}),
            within(1e-12));
    assertThat(LabelCounting.label(counted.get(1), true).averagePrecision()).isNull();
    assertThat(LabelCounting.label(counted.get(1), true).counts()).isEqualTo(LabelCounts.NONE);
  }

  @Test
  void aPartitionWithoutRowsCountsNothing() {
    assertThat(count(Map.of())).isEmpty();
  }
}
