package io.engram.consolidation.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.consolidation.statistics.PackedSymmetric;
import io.engram.consolidation.statistics.PooledMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LinearDiscriminantTest {
  private static final LabelSpace ABC = new LabelSpace(List.of("a", "b", "c"));
  private static final int HIDDEN = 4;

  private record Labelled(int label, double[] z) {}

  private static List<Labelled> rows(long seed) {
    Random random = new Random(seed);
    List<Labelled> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int label = i % 6 / 2 == 2 ? 2 : i % 2;
      double[] z = new double[HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        z[j] = random.nextGaussian() * (1 + j) + (j == label ? 3 : 0);
      }
      z[3] += z[0];
      rows.add(new Labelled(label, z));
    }
    return rows;
  }

  private static PooledMoments moments(List<Labelled> rows) {
    PooledMoments moments = new PooledMoments(3, HIDDEN);
    rows.forEach(row -> moments.add(row.label(), row.z()));
    return moments;
  }

  @Test
  void classesOfOneRowEachHaveTheMetricOfTheNearestMean() {
    Random random = new Random(3);
    PooledMoments moments = new PooledMoments(3, HIDDEN);
    double[][] rows = new double[3][HIDDEN];
    for (int k = 0; k < 3; k++) {
      Arrays.setAll(rows[k], i -> 100 * random.nextGaussian());
      moments.add(k, rows[k]);
    }
    Head head = LinearDiscriminant.head(ABC, ClassGaussians.of(moments), .001, true);
    for (int k = 0; k < 3; k++) {
      for (int l = 0; l < 3; l++) {
        double squares = 0;
        for (int i = 0; i < HIDDEN; i++) {
          squares += Math.pow(rows[k][i] - rows[l][i], 2);
        }
        float[] logits = head.logits(floats(rows[k]));
        assertThat(logits[k] - logits[l]).isCloseTo((float) squares / 2, within(.1f));
      }
    }
  }

  @Test
  void givesTheWorkedExample() {
    // Means (-1, 0) and (1, 0), covariance diag(1, 4): w = (±1, 0), no bias.
    PooledMoments moments = new PooledMoments(2, 2);
    for (int side : new int[] {-1, 1}) {
      for (double[] offset : new double[][] {{1, 2}, {1, -2}, {-1, 2}, {-1, -2}}) {
        moments.add(side < 0 ? 0 : 1, new double[] {side + offset[0], offset[1]});
      }
    }
    Head head =
        LinearDiscriminant.head(
            new LabelSpace(List.of("left", "right")), ClassGaussians.of(moments), 1e-9, false);
    assertThat(head.weight().values()).containsExactly(new float[] {-1, 0, 1, 0}, within(1e-6f));
    assertThat(head.bias().values()).containsExactly(new float[] {0, 0}, within(1e-6f));
  }

  @Property(tries = 30)
  void itsLogitsAreTheDensitiesOfNormalClassesUpToAConstant(@ForAll long seed) {
    List<Labelled> rows = rows(seed);
    PooledMoments moments = moments(rows);
    double shrinkage = .1;
    Head head = LinearDiscriminant.head(ABC, ClassGaussians.of(moments), shrinkage, false);
    double[][] inverse = inverse(shrunkCovariance(rows, moments, shrinkage));
    float[] z = {1, -2, 3, .5f};
    double[] logits = new double[3];
    for (int k = 0; k < 3; k++) {
      double[] mean = moments.mean(k);
      double distance = 0;
      for (int i = 0; i < HIDDEN; i++) {
        for (int j = 0; j < HIDDEN; j++) {
          distance += (z[i] - mean[i]) * inverse[i][j] * (z[j] - mean[j]);
        }
      }
      logits[k] = -distance / 2 + Math.log(moments.count(k) / 60.0);
    }
    float[] actual = head.logits(z);
    for (int k = 1; k < 3; k++) {
      assertThat(actual[k] - actual[0])
          .isCloseTo((float) (logits[k] - logits[0]), within(1e-3f + 1e-4f * Math.abs(actual[k])));
    }
    assertThat(actual[0] + actual[1] + actual[2]).isCloseTo(0, within(1e-3f));
  }

  @Property(tries = 30)
  void fullyShrunkWithEqualPriorsItIsTheNearestMean(@ForAll long seed) {
    List<Labelled> rows = rows(seed);
    PooledMoments moments = moments(rows);
    Head head = LinearDiscriminant.head(ABC, ClassGaussians.of(moments), 1, true);
    for (Labelled row : rows) {
      double[] distances = new double[3];
      for (int k = 0; k < 3; k++) {
        double[] mean = moments.mean(k);
        for (int j = 0; j < HIDDEN; j++) {
          distances[k] += Math.pow(row.z()[j] - mean[j], 2);
        }
      }
      float[] logits = head.logits(floats(row.z()));
      for (int k = 0; k < 3; k++) {
        for (int l = 0; l < 3; l++) {
          if (distances[k] < distances[l] - 1e-3) {
            assertThat(logits[k]).isGreaterThan(logits[l]);
          }
        }
      }
    }
  }

  @Property(tries = 30)
  void rowsInAnotherOrderOrCountedInPartsGiveTheSameClassifier(@ForAll long seed) {
    List<Labelled> rows = rows(seed);
    Head whole = LinearDiscriminant.head(ABC, ClassGaussians.of(moments(rows)), .02, true);
    List<Labelled> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    PooledMoments parts = moments(shuffled.subList(0, 11)).merge(moments(shuffled.subList(11, 60)));
    Head merged = LinearDiscriminant.head(ABC, ClassGaussians.of(parts), .02, true);
    assertThat(merged.weight().values()).containsExactly(whole.weight().values(), within(1e-4f));
    assertThat(merged.bias().values()).containsExactly(whole.bias().values(), within(1e-4f));
  }

  @Test
  void aClassOfRowsWithoutSpreadIsStillTold() {
    PooledMoments moments = new PooledMoments(2, 2);
    moments.add(0, new double[] {1, 0});
    moments.add(1, new double[] {0, 1});
    Head head =
        LinearDiscriminant.head(
            new LabelSpace(List.of("x", "y")), ClassGaussians.of(moments), .02, true);
    assertThat(head.logits(new float[] {1, 0})[0]).isPositive();
    assertThat(head.logits(new float[] {0, 1})[0]).isNegative();
  }

  @Test
  void aClassWithoutRowsAndAShrinkageOutOfRangeAreRefused() {
    PooledMoments moments = new PooledMoments(3, 1);
    moments.add(0, new double[] {1});
    assertThatThrownBy(() -> LinearDiscriminant.head(ABC, ClassGaussians.of(moments), .02, true))
        .hasMessage("class 'b' has no training row, so it has no mean");
    assertThatThrownBy(() -> LinearDiscriminant.shrunk(ClassGaussians.of(moments), 0))
        .hasMessage("shrinkage must be in (0, 1], got 0.0");
  }

  private static double[][] shrunkCovariance(
      List<Labelled> rows, PooledMoments moments, double shrinkage) {
    double[][] within = new double[HIDDEN][HIDDEN];
    for (Labelled row : rows) {
      double[] mean = moments.mean(row.label());
      for (int i = 0; i < HIDDEN; i++) {
        for (int j = 0; j < HIDDEN; j++) {
          within[i][j] += (row.z()[i] - mean[i]) * (row.z()[j] - mean[j]) / rows.size();
        }
      }
    }
    double trace = 0;
    for (int i = 0; i < HIDDEN; i++) {
      trace += within[i][i];
    }
    double[] packed = moments.withinClassCovariance();
    for (int i = 0; i < HIDDEN; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(packed[PackedSymmetric.length(i) + j]).isCloseTo(within[i][j], within(1e-9));
      }
    }
    for (int i = 0; i < HIDDEN; i++) {
      for (int j = 0; j < HIDDEN; j++) {
        within[i][j] *= 1 - shrinkage;
      }
      within[i][i] += shrinkage * trace / HIDDEN;
    }
    return within;
  }

  /** By Gauss and Jordan: another way than the one that is tested. */
  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, a[i], 0, n);
      a[i][n + i] = 1;
    }
    for (int p = 0; p < n; p++) {
      double pivot = a[p][p];
      for (int j = 0; j < 2 * n; j++) {
        a[p][j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = a[i][p];
        for (int j = 0; i != p && j < 2 * n; j++) {
          a[i][j] -= factor * a[p][j];
        }
      }
    }
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a[i], n, inverse[i], 0, n);
    }
    return inverse;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
