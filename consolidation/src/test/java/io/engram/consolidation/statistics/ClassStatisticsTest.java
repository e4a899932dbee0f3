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

  @Test
  void statisticsSurviveAFile() throws Exception {
    long[] counts = {3, (1L << 31) + 12_345};
    double[][] sums = {{1.5, -2}, {3e9, 4}};
    double[][] seconds = {{1, 2, 3}, {4, 5, 6}};
    ClassStatistics kept =
        new ClassStatistics(List.of("a", "b"), new ClassMoments(counts, sums, seconds));
    SortedMap<String, FloatTensor> tensors = kept.tensors();
    ClassStatistics read = ClassStatistics.of(List.of("a", "b"), tensors);
    assertThat(read.moments().count(1)).isEqualTo((1L << 31) + 12_345);
    assertThat(read.moments().sum(0)).containsExactly(1.5, -2);
    assertThat(read.moments().second(1)).containsExactly(4, 5, 6);
    long bytes = tensors.values().stream().mapToLong(tensor -> 4L * tensor.values().length).sum();
    assertThat(kept.bytes()).isEqualTo(bytes);
  }

  @Test
  void aTensorThatLacksOrHasAnotherShapeIsNamed() {
    ClassStatistics kept = new ClassStatistics(List.of("a", "b"), new ClassMoments(2, 3));
    TreeMap<String, FloatTensor> lacking = new TreeMap<>(kept.tensors());
    lacking.remove("second_moment");
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), lacking))
        .hasMessageContaining("lack tensor second_moment");
    lacking.put("second_moment", FloatTensor.matrix(2, 5, new float[10]));
    assertThatThrownBy(() -> ClassStatistics.of(List.of("a", "b"), lacking))
        .hasMessageContaining("second_moment")
        .hasMessageContaining("expected [2, 6]");
  }

  @Test
  void aFeatureThatIsNoNumberIsRefusedBeforeItSpoilsTheSums() {
    ClassMoments moments = new ClassMoments(1, 2);
    assertThatThrownBy(() -> moments.add(0, new float[] {1, Float.NaN}))
        .hasMessage("feature 1 of a row is NaN");
    assertThat(moments.rows()).isZero();
    assertThat(moments.sum(0)).containsExactly(0, 0);
  }
}
