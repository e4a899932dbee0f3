package io.engram.consolidation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.transformers.weights.FloatTensor;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClassStatisticsTest {

  @Property(tries = 50)
  void momentsAreThoseOfTheRowsInWhateverOrderTheyAreMerged(@ForAll long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[20][];
    ClassMoments left = new ClassMoments(2, 3);
    ClassMoments right = new ClassMoments(2, 3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {random.nextGaussian(), random.nextGaussian(), 7};
      (random.nextBoolean() ? left : right).add(i % 2, rows[i]);
    }
    ClassMoments moments = right.merge(left);
    double[] mean = moments.mean(1);
    double covariance = 0;
    for (int i = 1; i < rows.length; i += 2) {
      covariance += (rows[i][0] - mean[0]) * (rows[i][1] - mean[1]) / 10;
    }
    double[] scatter = moments.scatter(1, mean);
    assertThat(moments.count(1)).isEqualTo(10);
    assertThat(moments.rows()).isEqualTo(20);
    assertThat(mean[2]).isEqualTo(7);
    assertThat(scatter[1]).isCloseTo(covariance, within(1e-12));
    assertThat(scatter[5]).isCloseTo(0, within(1e-12));
  }

  @Test
  void theDeterminantIsTheOneComputedByHand() {
    // M = [[2, 1], [1, 3]]; I + 2M = [[5, 2], [2, 7]], determinant 31.
    assertThat(PackedSymmetric.logDetIdentityPlus(new double[] {2, 1, 3}, 2, 2))
        .isCloseTo(Math.log(31), within(1e-14));
    assertThat(PackedSymmetric.trace(new double[] {2, 1, 3}, 2)).isEqualTo(5);
    assertThatThrownBy(() -> PackedSymmetric.logDetIdentityPlus(new double[] {-2, 0, 1}, 2, 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("pivot 0");
  }

  @Property(tries = 50)
  void theCovarianceWithinClassesNeedsOneSecondMoment(@ForAll long seed) {
    Random random = new Random(seed);
    ClassMoments classes = new ClassMoments(2, 3);
    PooledMoments left = new PooledMoments(2, 3);
    PooledMoments right = new PooledMoments(2, 3);
    for (int i = 0; i < 20; i++) {
      double[] row = {random.nextGaussian(), random.nextGaussian() + i % 2, 7};
      classes.add(i % 2, row);
      (random.nextBoolean() ? left : right).add(i % 2, row);
    }
    PooledMoments moments = right.merge(left);
    double[] zero = classes.scatter(0, classes.mean(0));
    double[] one = classes.scatter(1, classes.mean(1));
    double[] within = moments.withinClassCovariance();
    for (int i = 0; i < within.length; i++) {
      assertThat(within[i]).isCloseTo((zero[i] + one[i]) / 2, within(1e-12));
    }
    assertThat(moments.mean(1)).containsExactly(classes.mean(1), within(1e-12));
  }

  @Test
  void statisticsSurviveAFile() throws Exception {
    long[] counts = {3, (1L << 31) + 12_345};
    double[][] sums = {{1.5, -2}, {3e9, 4}};
    double[] scatter = {4, 5, 6};
    ClassStatistics kept =
        new ClassStatistics(
            List.of("a", "b"),
            PooledMoments.ofScatter(new ClassSums(counts, sums), scatter.clone()));
    SortedMap<String, FloatTensor> tensors = kept.tensors();
    ClassStatistics read = ClassStatistics.of(List.of("a", "b"), tensors);
    assertThat(read.moments().count(1)).isEqualTo((1L << 31) + 12_345);
    assertThat(read.moments().sum(0)).containsExactly(1.5, -2);
    assertThat(read.moments().withinClassScatter()).containsExactly(scatter, within(1e-5));
    long bytes = tensors.values().stream().mapToLong(tensor -> 4L * tensor.values().length).sum();
    assertThat(kept.bytes()).isEqualTo(bytes);
  }

  @Test
  void aClassMoreCostsItsMeanAndNoSecondMoment() {
    long more = ClassStatistics.bytes(1000, 768) - ClassStatistics.bytes(999, 768);
    assertThat(more).isEqualTo(4 * (2 + 768));
  }

  @Test
  void aSpreadThatIsSmallAgainstTheMeanIsNotRoundedAway() {
    PooledMoments moments = new PooledMoments(1, 2);
    for (int side : new int[] {-1, 1}) {
      moments.add(0, new double[] {1000 + side * 1e-3, 1000});
    }
    ClassStatistics kept = new ClassStatistics(List.of("a"), moments);
    ClassStatistics read = ClassStatistics.of(List.of("a"), kept.tensors());
    assertThat(read.moments().withinClassCovariance()[0]).isCloseTo(1e-6, within(1e-8));
  }

  @Test
  void statisticsWithASecondMomentOfEachClassAreReadStill() {
    TreeMap<String, FloatTensor> old = new TreeMap<>();
    old.put("count", FloatTensor.matrix(2, 2, new float[] {0, 2, 0, 3}));
    old.put("sum", FloatTensor.matrix(2, 2, new float[] {2, 4, 3, 0}));
    old.put("second_moment", FloatTensor.matrix(2, 3, new float[] {4, 5, 9, 8, 1, 3}));
    PooledMoments read = ClassStatistics.of(List.of("a", "b"), old).moments();
    // [4, 5, 9] - 2 (1, 2)(1, 2)ᵀ and [8, 1, 3] - 3 (1, 0)(1, 0)ᵀ
    assertThat(read.withinClassScatter()).containsExactly(2 + 5, 1 + 1, 1 + 3);
    assertThat(read.rows()).isEqualTo(5);
  }

  @Test
  void aTensorThatLacksOrHasAnotherShapeIsNamed() {
    ClassStatistics kept = new ClassStatistics(List.of("a", "b"), new PooledMoments(2, 3));
    TreeMap<String, FloatTensor> tensors = new TreeMap<>(kept.tensors());
    tensors.remove("within_scatter");
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), tensors))
        .hasMessageContaining("lack tensor within_scatter");
    tensors.put("within_scatter", FloatTensor.vector(new float[5]));
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), tensors))
        .hasMessageContaining("within_scatter")
        .hasMessageContaining("expected [6]");
    tensors.put("second_moment", FloatTensor.matrix(2, 5, new float[10]));
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), tensors))
        .hasMessageContaining("second_moment")
        .hasMessageContaining("expected [2, 6]");
  }

  @Test
  void aFeatureThatIsNoNumberIsRefusedBeforeItSpoilsTheSums() {
    PooledMoments moments = new PooledMoments(1, 2);
    assertThatThrownBy(() -> moments.add(0, new float[] {1, Float.NaN}))
        .hasMessage("feature 1 of a row is NaN");
    assertThat(moments.rows()).isZero();
    assertThat(moments.sum(0)).containsExactly(0, 0);
  }
}
