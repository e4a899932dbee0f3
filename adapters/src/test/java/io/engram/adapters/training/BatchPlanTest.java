package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static final float[] NONE = new float[0];

  private static RowSpool spool(int rows) {
    Random random = new Random(4);
    List<FeatureRow> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int length = 1 + random.nextInt(30);
      all.add(new FeatureRow(String.format("%06d", i), 0, length, new float[length], NONE, NONE));
    }
    return ToyRows.spool(all, 1);
  }

  private static List<List<Integer>> batches(BatchPlan plan) {
    return IntStream.range(0, plan.batches())
        .mapToObj(i -> Arrays.stream(plan.batch(i)).boxed().toList())
        .toList();
  }

  @Test
  void everyRowComesOnceAnEpoch() {
    try (RowSpool rows = spool(1003);
        BatchPlan plan = new BatchPlan(rows, 8)) {
      plan.shuffle(1, 1);
      assertThat(plan.batches()).isEqualTo(126);
      Set<Integer> seen = new HashSet<>();
      batches(plan).forEach(seen::addAll);
      assertThat(seen).hasSize(1003);
      assertThat(plan.batch(125)).hasSize(3);
    }
  }

  @Test
  void theOrderIsAFunctionOfSeedAndEpoch() {
    try (RowSpool rows = spool(300);
        BatchPlan one = new BatchPlan(rows, 8);
        BatchPlan two = new BatchPlan(rows, 8)) {
      one.shuffle(1, 2);
      two.shuffle(1, 1);
      assertThat(batches(two)).isNotEqualTo(batches(one));
      two.shuffle(1, 2);
      assertThat(batches(two)).isEqualTo(batches(one));
      two.shuffle(2, 2);
      assertThat(batches(two)).isNotEqualTo(batches(one));
    }
  }

  @Test
  void batchesHoldRowsOfSimilarLengthInNoOrderOfLength() {
    try (RowSpool rows = spool(4000);
        BatchPlan plan = new BatchPlan(rows, 32)) {
      plan.shuffle(9, 1);
      long padded = 0;
      long real = 0;
      List<Integer> longest = new ArrayList<>();
      for (int i = 0; i < plan.batches(); i++) {
        int[] lengths = Arrays.stream(plan.batch(i)).map(rows::length).toArray();
        int max = Arrays.stream(lengths).max().orElseThrow();
        longest.add(max);
        padded += (long) max * lengths.length;
        real += Arrays.stream(lengths).sum();
      }
      assertThat((double) padded / real).isLessThan(1.06);
      assertThat(longest.subList(0, 10))
          .isNotEqualTo(longest.subList(0, 10).stream().sorted().toList());
    }
  }
}
