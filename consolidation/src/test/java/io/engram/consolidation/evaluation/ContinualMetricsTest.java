package io.engram.consolidation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContinualMetricsTest {
  private static final AccuracyMatrix PUBLISHED =
      AccuracyMatrix.of(
              new double[][] {
                {.9362000227, .6093000174, .3325999975},
                {.8284000158, .9506999850, .3382999897},
                {.4377000034, .4826000035, .9438999891}
              })
          .withInitial(List.of(.2, .1, .09));

  @Test
  void thePublishedExample() {
    ContinualMetrics metrics = ContinualMetrics.of(PUBLISHED);
    assertThat(metrics.averageAccuracy()).isCloseTo(0.6214000, within(1e-7));
    assertThat(metrics.forgetting()).isCloseTo(0.4833000, within(1e-7));
    assertThat(metrics.backwardTransfer()).isCloseTo(-0.4833000, within(1e-7));
    assertThat(metrics.forwardTransfer()).isCloseTo(0.3788000, within(1e-7));
  }

  @Test
  void theDefinitionsOfForgettingDifferWhereATaskGetsBetterLater() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(
            new double[][] {
              {.5, Double.NaN, Double.NaN}, {.7, .6, Double.NaN}, {.6, .8, .9},
            });
    assertThat(ContinualMetrics.forgetting(matrix, Forgetting.BEST_BEFORE_LAST))
        .isCloseTo((.1 - .2) / 2, within(1e-12));
    assertThat(ContinualMetrics.forgetting(matrix, Forgetting.BEST_EVER))
        .isCloseTo(.05, within(1e-12));
    assertThat(ContinualMetrics.forgetting(matrix, Forgetting.FIRST))
        .isCloseTo((-.1 - .2) / 2, within(1e-12));
  }

  @Test
  void aTaskWhoseTestRowsAreGoneIsLeftOutOfTheMeans() {
    AccuracyMatrix matrix = AccuracyMatrix.of(new double[][] {{.5, Double.NaN}, {Double.NaN, .9}});
    ContinualMetrics metrics = ContinualMetrics.of(matrix);
    assertThat(metrics.averageAccuracy()).isEqualTo(.9);
    assertThat(metrics.forgetting()).isNull();
    assertThat(metrics.backwardTransfer()).isNull();
    assertThat(metrics.forwardTransfer()).isNull();
  }

  @Test
  void withOneTaskNothingCanBeForgotten() {
    ContinualMetrics metrics = ContinualMetrics.of(AccuracyMatrix.of(new double[][] {{.8}}));
    assertThat(metrics).isEqualTo(new ContinualMetrics(.8, null, null, null));
    assertThat(ContinualMetrics.of(AccuracyMatrix.empty()).averageAccuracy()).isNull();
  }

  @Test
  void theMatrixGrowsTaskByTaskAndTheOldOneStays() {
    AccuracyMatrix one = AccuracyMatrix.empty().after("a", Map.of("a", .8));
    AccuracyMatrix two = one.after("b", Map.of("a", .7, "b", .9));
    assertThat(one.size()).isEqualTo(1);
    assertThat(two.tasks()).containsExactly("a", "b");
    assertThat(two.rows()).containsExactly(Arrays.asList(.8, null), List.of(.7, .9));
  }

  @Test
  void aTaskThatIsLearntAgainMovesToTheEnd() {
    AccuracyMatrix matrix =
        AccuracyMatrix.empty()
            .after("a", Map.of("a", .8))
            .after("b", Map.of("a", .7, "b", .9))
            .after("a", Map.of("a", .6, "b", .5));
    assertThat(matrix.tasks()).containsExactly("b", "a");
    assertThat(matrix.rows()).containsExactly(Arrays.asList(.9, null), List.of(.5, .6));
  }

  @Test
  void theMatrixSurvivesJson() throws Exception {
    ObjectMapper json = new ObjectMapper();
    AccuracyMatrix matrix =
        AccuracyMatrix.empty().after("a", Map.of("a", .8)).after("b", Map.of("b", .9));
    String text = json.writeValueAsString(matrix);
    assertThat(text)
        .isEqualTo("{\"tasks\":[\"a\",\"b\"],\"rows\":[[0.8,null],[null,0.9]],\"initial\":null}");
    assertThat(json.readValue(text, AccuracyMatrix.class)).isEqualTo(matrix);
  }

  @Test
  void anAccuracyOutOfRangeIsRefusedByTaskName() {
    assertThatThrownBy(() -> AccuracyMatrix.empty().after("a", Map.of("a", 80.0)))
        .hasMessage("accuracy of task a after task a is 80.0");
  }

  @Test
  void countsOfDifferentPlacesAddUp() {
    Confusion left = new Confusion(new long[][] {{3, 1}, {0, 0}});
    Confusion right = new Confusion(2);
    right.add(1, 0);
    right.add(1, 1);
    assertThat(left.recall(1)).isNull();
    Confusion all = left.merge(right);
    assertThat(all.accuracy()).isEqualTo(new AccuracyCounts(6, 4));
    assertThat(all.recall(0)).isEqualTo(.75);
    assertThat(all.counts()).isDeepEqualTo(new long[][] {{3, 1}, {1, 1}});
    assertThat(AccuracyCounts.NONE.merge(all.accuracy()).accuracy()).isEqualTo(4.0 / 6);
    assertThat(AccuracyCounts.NONE.accuracy()).isNull();
  }
}
