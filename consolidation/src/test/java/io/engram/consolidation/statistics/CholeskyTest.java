package io.engram.consolidation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CholeskyTest {
  /** {@code [[4, 2], [2, 5]]} is {@code L Lᵀ} with {@code L = [[2, 0], [1, 2]]}. */
  private static final double[] KNOWN = {4, 2, 5};

  @Test
  void solvesTheWorkedExample() {
    Cholesky factored = Cholesky.of(KNOWN, 2, 1, 0);
    assertThat(factored.solve(new double[] {8, 12})).containsExactly(new double[] {1, 2});
    assertThat(factored.forward(new double[] {2, 5})).containsExactly(new double[] {1, 2});
    assertThat(factored.logDeterminant()).isCloseTo(Math.log(16), within(1e-12));
  }

  @Property(tries = 100)
  void whatIsSolvedTimesTheMatrixIsTheRightSide(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
    Random random = new Random(seed);
    double[] packed = new double[PackedSymmetric.length(size)];
    for (int i = 0; i < size + 2; i++) {
      PackedSymmetric.addOuter(packed, normal(random, size), 1);
    }
    double[] b = normal(random, size);
    double[] x = Cholesky.of(packed, size, .5, .01).solve(b);
    for (int i = 0; i < size; i++) {
      double row = .01 * x[i];
      for (int j = 0; j < size; j++) {
        int at = PackedSymmetric.length(Math.max(i, j)) + Math.min(i, j);
        row += .5 * packed[at] * x[j];
      }
      assertThat(row).isCloseTo(b[i], within(1e-6));
    }
  }

  @Test
  void theLeadingBlockOfALongerMatrixIsFactored() {
    double[] longer = {4, 2, 5, 7, 8, 99};
    assertThat(Cholesky.of(longer, 2, 1, 0).solve(new double[] {8, 12}))
        .containsExactly(new double[] {1, 2});
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteIsRefusedWithItsPivot() {
    assertThatThrownBy(() -> Cholesky.of(new double[] {1, 1, 1}, 2, 1, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("pivot 1 is 0.0");
    assertThatThrownBy(() -> Cholesky.of(new double[] {Double.NaN}, 1, 1, 1))
        .hasMessageContaining("pivot 0 is NaN");
  }

  private static double[] normal(Random random, int size) {
    return random.doubles(size, -1, 1).toArray();
  }
}
