package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatesTest {

  @Test
  void whatDoesNotDependOnTheOrderHasTheIntervalOfItsSeeds() {
    Interval interval = replicates(new double[][] {{1, 1, 1}, {2, 2, 2}, {4, 4, 4}}).interval();
    Interval ofSeeds = Interval.of(1, 2, 4);
    assertThat(interval.mean()).isCloseTo(ofSeeds.mean(), within(1e-12));
    assertThat(interval.halfWidth()).isCloseTo(ofSeeds.halfWidth(), within(1e-9));
    assertThat(interval.count()).isEqualTo(9);
  }

  @Test
  void ofTwoEffectsTheVarianceIsThatOfCrossedRandomEffects() {
    Interval crossed = replicates(new double[][] {{-3, -1, 1}, {-1, 1, 3}, {1, 3, 5}}).interval();
    // MS_seeds = MS_orders = 12, MS_rest = 0: variance 24 / 9, freedom 24² / (2 * 12² / 2) = 4.
    assertThat(crossed.mean()).isCloseTo(1, within(1e-12));
    assertThat(crossed.halfWidth()).isCloseTo(2.776445 * Math.sqrt(24.0 / 9), within(1e-5));
  }

  @Test
  void isNeverNarrowerThanThatOfIndependentCells() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      double[][] cells = cells(random, 3, 3, 0, 0);
      double independent =
          Interval.of(Arrays.stream(cells).flatMapToDouble(Arrays::stream).toArray()).halfWidth();
      assertThat(replicates(cells).interval().halfWidth())
          .isGreaterThanOrEqualTo(independent - 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "0,1", "3,0", "1,1", "3,2"})
  void holdsTheTrueMeanInAboutNineteenOfTwentyDraws(double seedEffect, double orderEffect) {
    Random random = new Random(11);
    int held = 0;
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      Interval interval = replicates(cells(random, 3, 3, seedEffect, orderEffect)).interval();
      held += interval.containsZero() ? 1 : 0;
    }
    assertThat((double) held / draws).isBetween(0.93, 0.99);
  }

  @Test
  void someCellsHaveTheWidestOfTheIntervalsThatTheyCouldHave() {
    Interval interval = replicates(new double[][] {{1, 3}, {4}, {6}}).interval();
    assertThat(interval.mean()).isEqualTo(3.5);
    // Orders have the means 11 / 3 and 3, seeds 2, 4 and 6.
    assertThat(interval.halfWidth()).isEqualTo(Interval.of(2, 4, 6).halfWidth());
    Interval ofOrders = replicates(new double[][] {{1, 9}, {1, 9}, {1}}).interval();
    assertThat(ofOrders.halfWidth()).isEqualTo(Interval.of(1, 9).halfWidth());
  }

  @Test
  void aGridThatLacksACellIsNotMoreCertainThanAWholeOne() {
    Random random = new Random(5);
    int held = 0;
    for (int i = 0; i < 4000; i++) {
      double[][] cells = cells(random, 3, 3, 0, 2);
      cells[2] = Arrays.copyOf(cells[2], 2);
      held += replicates(cells).interval().containsZero() ? 1 : 0;
    }
    assertThat(held / 4000.0).isGreaterThan(0.93);
  }

  @Test
  void oneSeedCountsByItsOrders() {
    assertThat(replicates(new double[][] {{1, 2, 4}}).interval()).isEqualTo(Interval.of(1, 2, 4));
  }

  @Test
  void nothingMeasuredIsEmpty() {
    assertThat(replicates(new double[0][]).interval().isEmpty()).isTrue();
  }

  @Test
  void differencesArePairedAndLeaveOutWhatOneLacks() {
    Replicates less =
        replicates(new double[][] {{5, 7}, {9}}).less(replicates(new double[][] {{1, 2}}));
    assertThat(less.values()).containsOnlyKeys(0L);
    assertThat(less.values().get(0L).values()).containsExactly(4.0, 5.0);
  }

  private static double[][] cells(
      Random random, int seeds, int orders, double seedEffect, double orderEffect) {
    double[] ofOrder =
        random.doubles(orders).map(u -> orderEffect * random.nextGaussian()).toArray();
    double[][] cells = new double[seeds][orders];
    for (double[] row : cells) {
      double ofSeed = seedEffect * random.nextGaussian();
      for (int o = 0; o < orders; o++) {
        row[o] = ofSeed + ofOrder[o] + random.nextGaussian();
      }
    }
    return cells;
  }

  private static Replicates replicates(double[][] cells) {
    TreeMap<Long, SortedMap<Integer, Double>> values = new TreeMap<>();
    for (int s = 0; s < cells.length; s++) {
      TreeMap<Integer, Double> orders = new TreeMap<>();
      for (int o = 0; o < cells[s].length; o++) {
        orders.put(o, cells[s][o]);
      }
      values.put((long) s, orders);
    }
    return new Replicates(values);
  }
}
