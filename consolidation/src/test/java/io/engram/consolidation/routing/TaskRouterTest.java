package io.engram.consolidation.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.prediction.RowRouter.Route;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.FeatureSample;
import io.engram.consolidation.statistics.PooledMoments;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRouterTest {
  private static final int HIDDEN = 3;
  private static final int TIGHT = 96;

  /** Two classes of one name in each task: task t lies at 8 t on the first axis. */
  private static SortedMap<String, ClassStatistics> statistics(int tasks, int samples) {
    SortedMap<String, ClassStatistics> all = new TreeMap<>();
    for (int task = 0; task < tasks; task++) {
      Random random = new Random(task);
      PooledMoments moments = new PooledMoments(2, HIDDEN);
      for (int i = 0; i < 200; i++) {
        moments.add(i % 2, row(random, task, i % 2));
      }
      List<Integer> labels = new ArrayList<>();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        labels.add(i % 2);
        rows.add(row(random, task, i % 2));
      }
      all.put(
          "task-" + task,
          new ClassStatistics(List.of("no", "yes"), moments, FeatureSample.of(labels, rows)));
    }
    return all;
  }

  private static float[] row(Random random, int task, int label) {
    return new float[] {
      8 * task + (float) random.nextGaussian(),
      4 * label + (float) random.nextGaussian(),
      2 * (float) random.nextGaussian()
    };
  }

  @Test
  void rowsGoToTheTaskOfTheNearestClass() {
    TaskRouter router = TaskRouter.of(statistics(3, 40), RouterRule.LDA);
    Random random = new Random(99);
    for (int i = 0; i < 60; i++) {
      Route route = router.route(row(random, i % 3, i % 2));
      assertThat(route.task()).isEqualTo("task-" + i % 3);
      assertThat(route.confidence()).isBetween(.5, 1.0);
    }
    assertThat(router.report().validationRows()).isEqualTo(120);
    assertThat(router.report().validationAccuracy()).isGreaterThan(.9);
  }

  @Test
  void aRowBetweenTwoTasksIsTakenWithDoubt() {
    TaskRouter router = TaskRouter.of(statistics(2, 40), RouterRule.LDA);
    assertThat(router.route(new float[] {4, 0, 0}).confidence()).isLessThan(.9);
    assertThat(router.route(new float[] {0, 0, 0}).confidence()).isGreaterThan(.99);
  }

  @Test
  void noveltyIsTheShareOfKnownRowsThatLieNearer() {
    SortedMap<String, ClassStatistics> statistics = statistics(2, 60);
    TaskRouter router = TaskRouter.of(statistics, RouterRule.LDA);
    double[] novelties = new double[120];
    int at = 0;
    for (ClassStatistics of : statistics.values()) {
      for (float[] row : of.sample().rows()) {
        novelties[at++] = router.route(row).novelty();
      }
    }
    java.util.Arrays.sort(novelties);
    for (int i = 0; i < novelties.length; i++) {
      assertThat(novelties[i]).isCloseTo(i / 120.0, within(1e-9));
    }
    assertThat(router.route(new float[] {4, 200, 0}).novelty()).isEqualTo(1);
    Route typical = router.route(new float[] {8, 4, 0});
    assertThat(typical.novelty()).isLessThan(.2);
    assertThat(typical.label()).isEqualTo("yes");
  }

  @Test
  void withoutKnownRowsShrinkageIsTheDefaultAndNoveltyUnknown() {
    TaskRouter router = TaskRouter.of(statistics(2, 0), RouterRule.LDA);
    assertThat(router.report().grid().get(router.report().chosen()).setting())
        .isEqualTo("shrinkage 0.02");
    Route route = router.route(new float[] {8, 0, 0});
    assertThat(route.task()).isEqualTo("task-1");
    assertThat(route.novelty()).isNaN();
  }

  @Test
  void aRowMayBeLookedForAmongSomeTasksAlone() {
    TaskRouter router = TaskRouter.of(statistics(3, 5), RouterRule.LDA);
    float[] row = {8, 0, 0};
    assertThat(router.route(row).task()).isEqualTo("task-1");
    Route among = router.route(row, task -> !task.equals("task-1"));
    assertThat(among.task()).isNotEqualTo("task-1");
    assertThat(among.novelty()).isGreaterThanOrEqualTo(router.route(row).novelty());
    Route alone = router.route(row, "task-2"::equals);
    assertThat(alone.task()).isEqualTo("task-2");
    assertThat(alone.confidence()).isEqualTo(1);
    assertThatThrownBy(() -> router.route(row, "another"::equals))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOnlyTaskIsCertain() {
    TaskRouter router = TaskRouter.of(statistics(1, 5), RouterRule.LDA);
    assertThat(router.route(new float[] {3, 3, 3}).confidence()).isEqualTo(1);
  }

  /** Rows at a distance of 10 from zero and up to {@code spread} from their class. */
  private static float[] tightRow(int task, int label, double spread, Random random) {
    Random place = new Random(2 * task + label);
    float[] row = new float[TIGHT];
    for (int i = 0; i < TIGHT; i++) {
      row[i] = (float) (10 * place.nextGaussian() + 10 * spread * random.nextGaussian());
    }
    return row;
  }

  /** Statistics in the form of older programs: a second moment of each class in float32. */
  private static SortedMap<String, ClassStatistics> tight(int rows, double spread) {
    int packed = TIGHT * (TIGHT + 1) / 2;
    SortedMap<String, ClassStatistics> all = new TreeMap<>();
    for (int task = 0; task < 2; task++) {
      Random random = new Random(task);
      double[] sums = new double[2 * TIGHT];
      double[] seconds = new double[2 * packed];
      for (int n = 0; n < 2 * rows; n++) {
        int label = n % 2;
        float[] row = tightRow(task, label, spread, random);
        for (int i = 0, at = label * packed; i < TIGHT; i++) {
          sums[label * TIGHT + i] += row[i];
          for (int j = 0; j <= i; j++) {
            seconds[at++] += (double) row[i] * row[j];
          }
        }
      }
      SortedMap<String, FloatTensor> tensors = new TreeMap<>();
      tensors.put("count", FloatTensor.matrix(2, 2, new float[] {0, rows, 0, rows}));
      tensors.put("sum", FloatTensor.matrix(2, TIGHT, floats(sums)));
      tensors.put("second_moment", FloatTensor.matrix(2, packed, floats(seconds)));
      all.put("task-" + task, ClassStatistics.of(List.of("no", "yes"), tensors));
    }
    return all;
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 0.03", "40, 1e-6", "40, 1e-4", "40, 1e-3", "40, 0.03"})
  void classesThatAreTightAgainstTheirDistanceFromZeroAreRouted(int rows, double spread) {
    TaskRouter router = TaskRouter.of(tight(rows, spread), RouterRule.LDA);
    Random random = new Random(31);
    for (int i = 0; i < 20; i++) {
      Route route = router.route(tightRow(i % 2, i / 2 % 2, spread, random));
      assertThat(route.task()).isEqualTo("task-" + i % 2);
      assertThat(route.label()).isEqualTo(i / 2 % 2 == 0 ? "no" : "yes");
    }
  }

  @Test
  void isTheSameFromStatisticsThatWereWrittenAndRead() {
    SortedMap<String, ClassStatistics> kept = statistics(2, 10);
    SortedMap<String, ClassStatistics> read = new TreeMap<>();
    kept.forEach(
        (task, of) -> {
          long bytes = of.tensors().values().stream().mapToLong(x -> 4L * x.values().length).sum();
          assertThat(of.bytes()).isEqualTo(bytes);
          read.put(task, ClassStatistics.of(of.classes(), of.tensors()));
        });
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      float[] row = row(random, i % 2, i % 2);
      Route before = TaskRouter.of(kept, RouterRule.LDA).route(row);
      Route after = TaskRouter.of(read, RouterRule.LDA).route(row);
      assertThat(after.task()).isEqualTo(before.task());
      assertThat(after.confidence()).isCloseTo(before.confidence(), within(1e-4));
      assertThat(after.novelty()).isCloseTo(before.novelty(), within(.051));
    }
  }

  @Test
  void nothingLearntAndFeaturesOfTwoWidthsAreRefused() {
    assertThatThrownBy(() -> TaskRouter.of(new TreeMap<>(), RouterRule.LDA))
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageContaining("no task");
    SortedMap<String, ClassStatistics> mixed = statistics(1, 0);
    mixed.put("wide", new ClassStatistics(List.of("a", "b"), new PooledMoments(2, 5)));
    assertThatThrownBy(() -> TaskRouter.of(mixed, RouterRule.LDA))
        .hasMessage("task wide has statistics of 5 features, task task-0 of 3");
  }
}
