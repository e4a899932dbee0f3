package io.engram.consolidation.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeepTest {

  @Test
  void scoresTheWorkedExamples() {
    double[][] leaning = {{.9, .1}, {.8, .2}, {.3, .7}, {.2, .8}};
    assertThat(Leep.score(leaning, new int[] {0, 0, 1, 1}, 2))
        .isCloseTo(-0.3839808833246151, within(1e-15));
    double[][] three = {{.7, .2, .1}, {.6, .3, .1}, {.1, .8, .1}, {.2, .2, .6}, {.1, .1, .8}};
    assertThat(Leep.score(three, new int[] {0, 0, 1, 1, 1}, 2))
        .isCloseTo(-0.4084648076239718, within(1e-15));
  }

  @Test
  void anUninformativeHeadScoresMinusTheEntropyOfTheLabels() {
    double[][] flat = {{.5, .5}, {.5, .5}, {.5, .5}, {.5, .5}};
    assertThat(Leep.score(flat, new int[] {0, 0, 1, 1}, 2))
        .isCloseTo(-0.6931471805599453, within(1e-15));
  }

  @Test
  void aPerfectHeadScoresZeroWhateverItsClassesAreCalled() {
    double[][] sure = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
    assertThat(Leep.score(sure, new int[] {0, 0, 1, 1}, 2)).isZero();
    assertThat(Leep.score(sure, new int[] {1, 1, 0, 0}, 2)).isZero();
  }

  @Test
  void theShareOfAPerfectHeadIsOneWhateverItsNumberOfClasses() {
    // Three balanced labels, a source head of two classes that separates the first from the rest.
    double[][] two = {{1, 0}, {0, 1}, {0, 1}};
    double leep = Leep.score(two, new int[] {0, 1, 2}, 3);
    double entropy = Math.log(3);
    assertThat(Leep.share(leep, new long[] {1, 1, 1}, 2))
        .isCloseTo((leep + entropy) / Math.log(2), within(1e-12));
    assertThat(Leep.share(0, new long[] {1, 1, 1}, 3)).isCloseTo(1, within(1e-12));
    assertThat(Leep.share(-entropy, new long[] {1, 1, 1}, 8)).isCloseTo(0, within(1e-12));
  }

  @Test
  void aSourceClassWithoutAnyProbabilityTakesNoPart() {
    double[][] sure = {{1, 0, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 1}};
    assertThat(Leep.score(sure, new int[] {0, 0, 1, 1}, 2)).isZero();
  }

  @Property
  void liesBetweenMinusTheConditionalEntropyAndZero(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int classes) {
    Random random = new Random(seed);
    int[] labels = labels(random, classes);
    double[][] theta = theta(random, labels.length, 4);
    double leep = Leep.score(theta, labels, classes);
    assertThat(leep).isLessThanOrEqualTo(1e-12);
    assertThat(leep).isGreaterThanOrEqualTo(-conditionalEntropy(theta, labels, classes) - 1e-12);
    assertThat(-conditionalEntropy(theta, labels, classes))
        .isGreaterThanOrEqualTo(-entropy(labels, classes) - 1e-12);
  }

  @Property
  void partsMergedInAnyOrderScoreAsTheWhole(@ForAll long seed) {
    Random random = new Random(seed);
    int[] labels = labels(random, 3);
    double[][] theta = theta(random, labels.length, 3);
    LeepCounts[] counts = {new LeepCounts(3, 3), new LeepCounts(3, 3), new LeepCounts(3, 3)};
    for (int i = 0; i < labels.length; i++) {
      counts[i % 3].add(labels[i], theta[i]);
    }
    LeepCounts all = counts[2].merge(counts[0]).merge(counts[1]);
    assertThat(all.rows()).isEqualTo(labels.length);
    LeepSum left = new LeepSum(all.conditional());
    LeepSum right = new LeepSum(all.conditional());
    for (int i = 0; i < labels.length; i++) {
      (random.nextBoolean() ? left : right).add(labels[i], theta[i]);
    }
    assertThat(right.merge(left).score()).isCloseTo(Leep.score(theta, labels, 3), within(1e-12));
  }

  @Test
  void rowsThatAreNoProbabilitiesAreRefused() {
    LeepCounts counts = new LeepCounts(2, 2);
    assertThatThrownBy(() -> counts.add(0, new double[] {Double.NaN, 1}))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> counts.add(0, new double[] {2, 3})).hasMessageContaining("sum to 5");
    assertThatThrownBy(() -> counts.add(2, new double[] {1, 0}))
        .hasMessageContaining("label 2 is not one of the task's 2 classes");
    assertThatThrownBy(() -> counts.add(0, new double[] {1}))
        .hasMessageContaining("1 probabilities, the source head 2");
  }

  @Test
  void aRowTheFirstPassDidNotSeeIsNotScoredAsMinusInfinity() {
    LeepCounts counts = new LeepCounts(2, 2);
    counts.add(0, new double[] {1, 0});
    LeepSum sum = new LeepSum(counts.conditional());
    assertThatThrownBy(() -> sum.add(1, new double[] {1, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not counted in the first pass");
  }

  @Test
  void softmaxOfLargeLogitsStaysFinite() {
    assertThat(Leep.probabilities(new float[] {1000, 1000, -1000}))
        .containsExactly(new double[] {.5, .5, 0}, within(1e-15));
  }

  private static int[] labels(Random random, int classes) {
    int[] labels = new int[12];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(classes);
    }
    return labels;
  }

  private static double[][] theta(Random random, int rows, int classes) {
    double[][] theta = new double[rows][];
    for (int i = 0; i < rows; i++) {
      float[] logits = new float[classes];
      for (int z = 0; z < classes; z++) {
        logits[z] = (float) (3 * random.nextGaussian());
      }
      theta[i] = Leep.probabilities(logits);
    }
    return theta;
  }

  private static double entropy(int[] labels, int classes) {
    double entropy = 0;
    for (int y = 0; y < classes; y++) {
      double share = 0;
      for (int label : labels) {
        share += label == y ? 1.0 / labels.length : 0;
      }
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }

  private static double conditionalEntropy(double[][] theta, int[] labels, int classes) {
    LeepCounts counts = new LeepCounts(classes, theta[0].length);
    for (int i = 0; i < labels.length; i++) {
      counts.add(labels[i], theta[i]);
    }
    double[][] conditional = counts.conditional();
    double entropy = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int z = 0; z < theta[i].length; z++) {
        entropy -= theta[i][z] * Math.log(conditional[labels[i]][z]) / labels.length;
      }
    }
    return entropy;
  }
}
