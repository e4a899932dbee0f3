package io.engram.consolidation.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.RandomFeatures;
import io.engram.adapters.prediction.RowRouter.Route;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.statistics.PooledMoments;
import io.engram.consolidation.statistics.RandomSums;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.strategy.RouterRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RidgeRoutingTest {
  private static final int HIDDEN = 6;

  private interface Rows {
    float[] row(Random random, int task);
  }

  private static float[] noise(Random random) {
    float[] row = new float[HIDDEN];
    for (int i = 0; i < HIDDEN; i++) {
      row[i] = .3f * (float) random.nextGaussian();
    }
    return row;
  }

  /** One task on either side of the origin, the other around it: the means are the same. */
  private static float[] apart(Random random, int task) {
    float[] row = noise(random);
    row[0] += task == 0 ? 3 * (2 * random.nextInt(2) - 1) : 0;
    return row;
  }

  /** Two clouds. */
  private static float[] beside(Random random, int task) {
    float[] row = noise(random);
    row[0] += 1 + task;
    return row;
  }

  private static SortedMap<String, ClassStatistics> statistics(
      Rows rows, int samples, RandomFeatures... features) {
    SortedMap<String, ClassStatistics> all = new TreeMap<>();
    for (int task = 0; task < 2; task++) {
      Random random = new Random(task);
      RandomFeatures of = features[task % features.length];
      PooledMoments moments = new PooledMoments(2, HIDDEN);
      RidgeSums sums = new RidgeSums(2, of.width());
      for (int i = 0; i < 400; i++) {
        float[] row = rows.row(random, task);
        moments.add(i % 2, row);
        sums.add(i % 2, of.apply(row));
      }
      List<Integer> labels = new ArrayList<>();
      List<float[]> sample = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        labels.add(i % 2);
        sample.add(rows.row(random, task));
      }
      all.put(
          "task-" + task,
          new ClassStatistics(List.of("no", "yes"), moments, FeatureSample.of(labels, sample))
              .withRandom(new RandomSums(of, sums)));
    }
    return all;
  }

  private static double found(TaskRouter router, Rows rows) {
    Random random = new Random(77);
    int right = 0;
    for (int i = 0; i < 200; i++) {
      right += router.route(rows.row(random, i % 2)).task().equals("task-" + i % 2) ? 1 : 0;
    }
    return right / 200.0;
  }

  @Test
  void validationRowsChooseRandomFeaturesWhereNoLineTellsTheTasksApart() {
    RandomFeatures features = ClosedFormGrid.routing(HIDDEN);
    SortedMap<String, ClassStatistics> statistics =
        statistics(RidgeRoutingTest::apart, 60, features);
    TaskRouter ridge = TaskRouter.of(statistics, RouterRule.AUTO);
    assertThat(ridge.chosen()).isEqualTo(RouterRule.RANDOM_FEATURES);
    assertThat(found(ridge, RidgeRoutingTest::apart)).isGreaterThan(.9);
    TaskRouter lda = TaskRouter.of(withoutRandom(statistics), RouterRule.AUTO);
    assertThat(lda.chosen()).isEqualTo(RouterRule.LDA);
    assertThat(found(lda, RidgeRoutingTest::apart)).isLessThan(.8);
  }

  @Test
  void noveltyIsByDistanceWhoeverRoutesAndConfidenceIsAProbability() {
    SortedMap<String, ClassStatistics> statistics =
        statistics(RidgeRoutingTest::apart, 60, ClosedFormGrid.routing(HIDDEN));
    TaskRouter ridge = TaskRouter.of(statistics, RouterRule.AUTO);
    TaskRouter lda = TaskRouter.of(withoutRandom(statistics), RouterRule.AUTO);
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      float[] row = apart(random, i % 2);
      assertThat(ridge.route(row).novelty()).isEqualTo(lda.route(row).novelty());
      assertThat(ridge.route(row).confidence()).isBetween(.5, 1.0);
    }
  }

  @Test
  void theNearestClassStaysWhereRandomFeaturesFindNoMoreTasks() {
    RandomFeatures features = ClosedFormGrid.routing(HIDDEN);
    Rows far = (random, task) -> beside(random, 9 * task);
    assertThat(TaskRouter.of(statistics(far, 60, features), RouterRule.AUTO).chosen())
        .isEqualTo(RouterRule.LDA);
  }

  @Test
  void theRuleGoesBeforeTheRowsInBothDirections() {
    RandomFeatures features = ClosedFormGrid.routing(HIDDEN);
    SortedMap<String, ClassStatistics> statistics =
        statistics(RidgeRoutingTest::apart, 60, features);
    assertThat(TaskRouter.of(statistics, RouterRule.LDA).chosen()).isEqualTo(RouterRule.LDA);
    Rows far = (random, task) -> beside(random, 9 * task);
    assertThat(TaskRouter.of(statistics(far, 0, features), RouterRule.RANDOM_FEATURES).chosen())
        .isEqualTo(RouterRule.RANDOM_FEATURES);
  }

  @Test
  void withoutValidationRowsTheNearestClassRoutes() {
    RandomFeatures features = ClosedFormGrid.routing(HIDDEN);
    assertThat(
            TaskRouter.of(statistics(RidgeRoutingTest::apart, 0, features), RouterRule.AUTO)
                .chosen())
        .isEqualTo(RouterRule.LDA);
  }

  @Test
  void aTaskWithoutSumsOrWithThoseOfOtherFeaturesLeavesItToTheNearestClass() {
    RandomFeatures features = ClosedFormGrid.routing(HIDDEN);
    SortedMap<String, ClassStatistics> one = statistics(RidgeRoutingTest::apart, 60, features);
    one.put("task-1", withoutRandom(one).get("task-1"));
    assertThat(TaskRouter.of(one, RouterRule.AUTO).chosen()).isEqualTo(RouterRule.LDA);
    RandomFeatures others = new RandomFeatures(5, HIDDEN, features.width());
    assertThat(
            TaskRouter.of(
                    statistics(RidgeRoutingTest::apart, 60, features, others), RouterRule.AUTO)
                .chosen())
        .isEqualTo(RouterRule.LDA);
  }

  @Test
  void isTheSameFromSumsThatWereWrittenAndRead() {
    SortedMap<String, ClassStatistics> kept =
        statistics(RidgeRoutingTest::apart, 60, ClosedFormGrid.routing(HIDDEN));
    SortedMap<String, ClassStatistics> read = new TreeMap<>();
    kept.forEach(
        (task, of) -> {
          long bytes = of.tensors().values().stream().mapToLong(x -> 4L * x.values().length).sum();
          assertThat(of.bytes()).isEqualTo(bytes);
          read.put(task, ClassStatistics.of(of.classes(), of.tensors()));
        });
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      float[] row = apart(random, i % 2);
      Route before = TaskRouter.of(kept, RouterRule.AUTO).route(row);
      Route after = TaskRouter.of(read, RouterRule.AUTO).route(row);
      assertThat(after.task()).isEqualTo(before.task());
      assertThat(after.confidence()).isCloseTo(before.confidence(), within(1e-3));
    }
  }

  private static SortedMap<String, ClassStatistics> withoutRandom(
      SortedMap<String, ClassStatistics> statistics) {
    SortedMap<String, ClassStatistics> plain = new TreeMap<>();
    statistics.forEach(
        (task, of) ->
            plain.put(task, new ClassStatistics(of.classes(), of.moments(), of.sample())));
    return plain;
  }
}
