package io.engram.consolidation.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.statistics.ClassMoments;
import io.engram.consolidation.transferability.TransRateOptions.Centring;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TransRateTest {
  private static final TransRateOptions PLAIN =
      new TransRateOptions(Centring.PLAIN, 1, false, 64, 0);
  private static final TransRateOptions CENTRED =
      new TransRateOptions(Centring.CLASS, 1, false, 64, 0);

  @Test
  void scoresTheWorkedExamples() {
    double[][] z = {{1, 0}, {3, 0}, {0, 1}, {0, 3}};
    check(z, new int[] {0, 0, 1, 1}, 0.02439508208471597, 0.4825404480217936);
    double[][] mirrored = {{2, 0}, {2, 1}, {-2, 0}, {-2, -1}};
    check(mirrored, new int[] {0, 0, 1, 1}, 0, 0.8243293127936908);
    check(mirrored, new int[] {0, 1, 0, 1}, 0.08560174303525692, 0.08560174303525692);
    double[][] uneven = {{3, 1}, {2, 0}, {4, 1}, {-1, 0}, {0, -2}};
    check(uneven, new int[] {0, 0, 0, 1, 1}, 0.0466548852507952, 0.6687663255390004);
  }

  @Property
  void isNeverNegativeAndTheClassCentredFormIsNeverSmaller(@ForAll long seed) {
    Random random = new Random(seed);
    ClassMoments moments = random(random, 3, 4, 30, 1);
    double plain = TransRate.score(moments, PLAIN);
    assertThat(plain).isGreaterThanOrEqualTo(-1e-12);
    assertThat(TransRate.score(moments, CENTRED)).isGreaterThanOrEqualTo(plain - 1e-12);
  }

  @Property
  void scaledToUnitTraceItDoesNotDependOnTheScaleOfTheFeatures(
      @ForAll long seed, @ForAll @IntRange(min = -10, max = 10) int exponent) {
    TransRateOptions options = new TransRateOptions(Centring.CLASS, .01, true, 64, 0);
    double one = TransRate.score(random(new Random(seed), 2, 3, 20, 1), options);
    double scale = Math.pow(2, exponent) * 1.1;
    double other = TransRate.score(random(new Random(seed), 2, 3, 20, scale), options);
    assertThat(other).isCloseTo(one, within(1e-9));
  }

  @Property(tries = 50)
  void partsMergedInAnyOrderScoreAsTheWhole(@ForAll long seed) {
    Random random = new Random(seed);
    ShuffledLabels shuffles = new ShuffledLabels(new long[] {1, 2}, seed);
    TransRateCounts whole = new TransRateCounts(2, 3, 2);
    TransRateCounts left = new TransRateCounts(2, 3, 2);
    TransRateCounts right = new TransRateCounts(2, 3, 2);
    for (int i = 0; i < 40; i++) {
      double[] z = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      whole.add("row" + i, i % 2, z, shuffles);
      (random.nextBoolean() ? left : right).add("row" + i, i % 2, z, shuffles);
    }
    TransRateOptions options = TransRateOptions.defaults();
    assertThat(right.merge(left).score(options)).isCloseTo(whole.score(options), within(1e-10));
  }

  /** Texts that are alike in all that is read of them; their sums differ by rounding. */
  @Property(tries = 60)
  void rowsThatAreAllAlikeScoreNothing(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 50) int rows) {
    double[] z = new Random(seed).doubles(8, -3, 3).toArray();
    ClassMoments moments = new ClassMoments(2, 8);
    for (int i = 0; i < rows; i++) {
      moments.add(i % 2, z);
    }
    for (Centring centring : Centring.values()) {
      assertThat(TransRate.score(moments, new TransRateOptions(centring, .01, true, 64, 0)))
          .isZero();
    }
  }

  @Test
  void labelsWithoutMeaningScoreNothingOnceTheShufflesAreSubtracted() {
    TransRateOptions options = TransRateOptions.defaults();
    double meaningless = 0;
    double meaningful = 0;
    for (int trial = 0; trial < 30; trial++) {
      Random random = new Random(trial);
      ShuffledLabels shuffles = new ShuffledLabels(new long[] {50, 50}, trial);
      TransRateCounts noise = new TransRateCounts(2, 10, options.shuffles());
      TransRateCounts signal = new TransRateCounts(2, 10, options.shuffles());
      for (int i = 0; i < 100; i++) {
        double[] z = random.doubles(10).toArray();
        int label = i % 2;
        noise.add("row" + i, label, z, shuffles);
        z[0] += 2 * label;
        signal.add("row" + i, label, z, shuffles);
      }
      meaningless += noise.score(options) / 30;
      meaningful += signal.score(options) / 30;
    }
    assertThat(meaningless).isCloseTo(0, within(0.03));
    assertThat(meaningful).isGreaterThan(0.3);
  }

  @Test
  void shuffledLabelsFollowTheClassShares() {
    ShuffledLabels shuffles = new ShuffledLabels(new long[] {100, 300, 0, 600}, 7);
    int[] seen = new int[4];
    int moved = 0;
    for (int i = 0; i < 10_000; i++) {
      int label = shuffles.label("row-" + i, 0);
      seen[label]++;
      moved += shuffles.label("row-" + i, 1) == label ? 0 : 1;
    }
    assertThat(seen[0]).isBetween(900, 1100);
    assertThat(seen[1]).isBetween(2800, 3200);
    assertThat(seen[2]).isZero();
    assertThat(seen[3]).isBetween(5800, 6200);
    assertThat(moved).isBetween(5100, 5700);
  }

  @Test
  void dimensionsAreAtMostATenthOfTheRows() {
    TransRateOptions options = TransRateOptions.defaults();
    assertThat(options.dimensions(384, 100_000)).isEqualTo(64);
    assertThat(options.dimensions(384, 205)).isEqualTo(20);
    assertThat(options.dimensions(32, 100_000)).isEqualTo(32);
    assertThat(options.dimensions(384, 3)).isEqualTo(1);
  }

  @Test
  void theProjectionKeepsLengthsOnAverageAndIsTheSameForTheSameSeed() {
    float[] z = new float[200];
    Arrays.fill(z, 1);
    double sum = 0;
    for (int seed = 0; seed < 100; seed++) {
      for (double value : new SeededProjection(200, 20, seed).apply(z)) {
        sum += value * value / 100;
      }
    }
    assertThat(sum).isCloseTo(200, within(20.0));
    assertThat(new SeededProjection(200, 20, 5).apply(z))
        .isEqualTo(new SeededProjection(200, 20, 5).apply(z));
    assertThat(new SeededProjection(3, 3, 5).apply(new float[] {1, 2, 3})).containsExactly(1, 2, 3);
  }

  @Test
  void featuresWithoutAnyVarianceScoreZero() {
    ClassMoments moments = new ClassMoments(2, 2);
    moments.add(0, new double[] {1, 1});
    moments.add(1, new double[] {1, 1});
    assertThat(TransRate.score(moments, TransRateOptions.defaults())).isZero();
  }

  private static void check(double[][] z, int[] labels, double plain, double centred) {
    ClassMoments moments = new ClassMoments(2, z[0].length);
    for (int i = 0; i < z.length; i++) {
      moments.add(labels[i], z[i]);
    }
    assertThat(TransRate.score(moments, PLAIN)).isCloseTo(plain, within(1e-14));
    assertThat(TransRate.score(moments, CENTRED)).isCloseTo(centred, within(1e-14));
  }

  private static ClassMoments random(Random random, int classes, int d, int rows, double scale) {
    ClassMoments moments = new ClassMoments(classes, d);
    for (int i = 0; i < rows; i++) {
      double[] z = new double[d];
      for (int j = 0; j < d; j++) {
        z[j] = scale * (random.nextGaussian() + i % classes);
      }
      moments.add(i % classes, z);
    }
    return moments;
  }
}
