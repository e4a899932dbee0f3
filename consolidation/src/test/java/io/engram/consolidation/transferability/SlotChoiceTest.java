package io.engram.consolidation.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlotChoiceTest {

  @Test
  void theExpectedMaximumOfNormalNumbersIsThePublishedOne() {
    assertThat(NormalMaximum.expected(1)).isZero();
    assertThat(NormalMaximum.expected(2)).isCloseTo(0.5641895835, within(1e-6));
    assertThat(NormalMaximum.expected(3)).isCloseTo(0.8462843753, within(1e-6));
    assertThat(NormalMaximum.expected(10)).isCloseTo(1.5387527308, within(1e-6));
    assertThat(NormalMaximum.expected(100)).isCloseTo(2.5075936, within(1e-6));
  }

  @Test
  void readingsOfHeadScores() {
    double[][] heads = {{-1, -2, -3, -4}, {-2.5}};
    assertThat(SlotReading.MAX.scores(heads)).containsExactly(-1, -2.5);
    assertThat(SlotReading.MEAN.scores(heads)).containsExactly(-2.5, -2.5);
    assertThat(SlotReading.TOP_MEAN.scores(heads)).containsExactly(-2, -2.5);
    double spread = Math.sqrt(5.0 / 3);
    assertThat(SlotReading.CROWD_CORRECTED.scores(heads)[0])
        .isCloseTo(-1 - 1.0293753730 * spread, within(1e-6));
    assertThat(SlotReading.CROWD_CORRECTED.scores(heads)[1]).isEqualTo(-2.5);
  }

  @Property(tries = 10)
  void randomHeadsScoreTheSameInCrowdedAndEmptySlotsOnAverage(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 20) int crowd) {
    Random random = new Random(seed);
    double corrected = 0;
    double maximum = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      double[][] heads = {normal(random, crowd), normal(random, 1)};
      double[] fair = SlotReading.CROWD_CORRECTED.scores(heads);
      double[] biased = SlotReading.MAX.scores(heads);
      corrected += (fair[0] - fair[1]) / trials;
      maximum += (biased[0] - biased[1]) / trials;
    }
    // The sample deviation of five heads is 6 % short on average, of twenty 1 %.
    assertThat(corrected).isCloseTo(0, within(0.2));
    assertThat(maximum).isGreaterThan(0.9);
  }

  @Test
  void tiesGoToTheLessLoadedSlotThenToTheFirst() {
    assertThat(choose(new double[] {1, 1, 1}, 3, 2, 2).slot()).isEqualTo(1);
    assertThat(choose(new double[] {0, 1, 1}, 1, 2, 2).slot()).isEqualTo(1);
    assertThat(choose(new double[] {0, 1, 2}, 1, 1, 2).slot()).isEqualTo(2);
  }

  @Test
  void aSlotWithMoreThanItsShareIsFullWhateverItScores() {
    assertThat(choose(new double[] {9, 1, 2}, 6, 1, 1).slot()).isEqualTo(2);
    assertThat(choose(new double[] {9, 1}, 3, 1).slot()).isZero();
    assertThat(choose(new double[] {9, 1}, 4, 0).slot()).isEqualTo(1);
  }

  @Property(tries = 50)
  void noSlotEverServesMoreThanOneAndAHalfTimesItsShare(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int slots) {
    Random random = new Random(seed);
    int[] loads = new int[slots];
    Arrays.fill(loads, 1);
    for (int tasks = slots + 1; tasks < 40; tasks++) {
      double[] scores = new double[slots];
      for (int slot = 0; slot < slots; slot++) {
        scores[slot] = slot + random.nextGaussian();
      }
      loads[choose(scores, loads).slot()]++;
      assertThat(Arrays.stream(loads).max().orElseThrow())
          .isLessThanOrEqualTo((int) Math.ceil(SlotChoice.LARGEST_SHARE * tasks / slots));
    }
  }

  @Test
  void theRandomSlotDependsOnRunSeedAndTaskAlone() {
    int[] seen = new int[4];
    int moved = 0;
    for (int i = 0; i < 4000; i++) {
      SlotQuestion question = new SlotQuestion("task-" + i, 1, new int[] {i, 0, 5, 1});
      SlotChoice choice = SlotChoice.choose(ControlScore.RANDOM, question);
      SlotQuestion other = new SlotQuestion("task-" + i, 1, new int[4]);
      assertThat(SlotChoice.choose(ControlScore.RANDOM, other).slot()).isEqualTo(choice.slot());
      SlotQuestion reseeded = new SlotQuestion("task-" + i, 2, new int[4]);
      moved += SlotChoice.choose(ControlScore.RANDOM, reseeded).slot() == choice.slot() ? 0 : 1;
      seen[choice.slot()]++;
    }
    assertThat(moved)
        .as("of four slots another seed takes another three times in four")
        .isBetween(2850, 3150);
    for (int count : seen) {
      assertThat(count).isBetween(850, 1150);
    }
  }

  @Test
  void theLeastLoadedSlotIsChosenWithoutRows() {
    SlotChoice choice =
        SlotChoice.choose(
            ControlScore.LEAST_LOADED, new SlotQuestion("a", 1, new int[] {3, 1, 2, 1}));
    assertThat(choice.slot()).isEqualTo(1);
    assertThat(choice.loads()).containsExactly(3, 1, 2, 1);
    assertThat(choice.method()).isEqualTo("least-loaded");
  }

  @Test
  void methodsAreFoundByNameAndAnUnknownOneNamesThoseThereAre() {
    assertThat(TransferabilityMethod.of("least-loaded"))
        .isEqualTo(TransferabilityMethod.LEAST_LOADED);
    assertThatThrownBy(() -> TransferabilityMethod.of("logme"))
        .hasMessage(
            "no transferability method 'logme'; there are leep, transrate, transrate-plain, random, least-loaded,"
                + " oracle");
  }

  @Test
  void aScoreThatIsNoNumberIsNotChosenSilently() {
    assertThatThrownBy(() -> choose(new double[] {Double.NaN, 1}, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slot 0 scores NaN");
  }

  private static SlotChoice choose(double[] scores, int... loads) {
    double[][] heads = new double[scores.length][];
    for (int slot = 0; slot < heads.length; slot++) {
      heads[slot] = new double[] {scores[slot]};
    }
    HeadScores score =
        new HeadScores(TransferabilityMethod.LEEP, SlotReading.MAX, question -> heads);
    return SlotChoice.choose(score, new SlotQuestion("task", 1, loads));
  }

  private static double[] normal(Random random, int count) {
    return random.doubles(count).map(unused -> random.nextGaussian()).toArray();
  }
}
