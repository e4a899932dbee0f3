package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.Head;
import io.engram.adapters.HeadInitializer;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.runtime.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossEntropyObjectiveTest {
  private static final Head FIRST = HeadInitializer.fresh(new LabelSpace(List.of("a", "b")), 2, 1);
  private static final Head SECOND =
      HeadInitializer.fresh(new LabelSpace(List.of("x", "y", "z")), 2, 2);
  private static final float[][] POOLED = {{1, 2}, {-3, 0.5f}, {0, 4}};

  private static double loss(List<Head> heads, float[] weights, int[] labels, int... rows) {
    try (TensorScope scope = TensorScope.open();
        CrossEntropyObjective objective =
            new CrossEntropyObjective(List.of(), heads, weights, scope.manager())) {
      return objective.loss(pooled(scope, rows), batch(scope, labels)).getFloat();
    }
  }

  private static NDArray pooled(TensorScope scope, int... rows) {
    float[] values = new float[rows.length * 2];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(POOLED[rows[i]], 0, values, i * 2, 2);
    }
    return scope.manager().create(values, new Shape(rows.length, 2));
  }

  private static RowBatch batch(TensorScope scope, int... labels) {
    return new RowBatch(scope.manager(), null, null, null, null, labels);
  }

  @Test
  void rowsOfSeveralTasksLoseWhatTheyLoseUnderTheirOwnHeadAlone() {
    double first = loss(List.of(FIRST), ClassWeights.equal(2), new int[] {1}, 0);
    double second = loss(List.of(SECOND), ClassWeights.equal(3), new int[] {2, 0}, 1, 2);
    double together =
        loss(List.of(FIRST, SECOND), ClassWeights.equal(5), new int[] {1, 4, 2}, 0, 1, 2);
    assertThat(together).isCloseTo((first + 2 * second) / 3, within(1e-5));
  }

  @Test
  void aClassWeightMultipliesTheLossOfItsRows() {
    double plain = loss(List.of(FIRST), ClassWeights.equal(2), new int[] {1}, 0);
    double weighted = loss(List.of(FIRST), new float[] {1, 3}, new int[] {1}, 0);
    assertThat(weighted).isCloseTo(3 * plain, within(1e-5));
  }

  @Test
  void balancedWeightsGiveEachClassTheSameAndARowOneOnAverage() {
    float[] weights = ClassWeights.balanced(new long[] {10, 30, 0});
    assertThat(weights).containsExactly(2f, 40f / 60, 0f);
    assertThat(10 * weights[0]).isCloseTo(30 * weights[1], within(1e-4f));
  }

  @Test
  void aRowIsRightWhenItsClassIsTheBestOfItsOwnTask() {
    try (TensorScope scope = TensorScope.open();
        CrossEntropyObjective objective =
            new CrossEntropyObjective(
                List.of(), List.of(FIRST, SECOND), ClassWeights.equal(5), scope.manager())) {
      float[] logits = FIRST.logits(POOLED[0]);
      int best = logits[0] > logits[1] ? 0 : 1;
      NDArray row = pooled(scope, 0);
      assertThat(objective.correct(row, batch(scope, best))).isEqualTo(1);
      assertThat(objective.correct(row, batch(scope, 1 - best))).isZero();
    }
  }

  @Test
  void headsComeOutAsTheyWentIn() {
    try (TensorScope scope = TensorScope.open();
        CrossEntropyObjective objective =
            new CrossEntropyObjective(
                List.of(), List.of(FIRST, SECOND), ClassWeights.equal(5), scope.manager())) {
      assertThat(objective.heads()).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void aFixedHeadGivesTheSameLossAndIsNotTrained() {
    float[] weights = ClassWeights.equal(5);
    int[] labels = {1, 4, 2};
    try (TensorScope scope = TensorScope.open();
        CrossEntropyObjective objective =
            new CrossEntropyObjective(List.of(FIRST), List.of(SECOND), weights, scope.manager())) {
      NDArray loss = objective.loss(pooled(scope, 0, 1, 2), batch(scope, labels));
      assertThat((double) loss.getFloat())
          .isCloseTo(loss(List.of(FIRST, SECOND), weights, labels, 0, 1, 2), within(1e-6));
      assertThat(objective.parameters().get("head.weight").getShape()).isEqualTo(new Shape(3, 2));
      assertThat(objective.head()).isEqualTo(SECOND);
    }
  }

  /** Smoothed by s, a row counts 1 - s for its class and s/3 for each of three. */
  @Test
  void smoothedLabelsCountEveryClassALittle() {
    LabelSpace labels = new LabelSpace(List.of("a", "b", "c"));
    try (TensorScope scope = TensorScope.open();
        CrossEntropyObjective plain = CrossEntropyObjective.of(labels, 2, scope.manager(), 3);
        CrossEntropyObjective smoothed =
            CrossEntropyObjective.smoothed(labels, 0.3, 2, scope.manager(), 3)) {
      NDArray row = scope.manager().create(new float[] {30, -20}, new Shape(1, 2));
      double[] losses = new double[3];
      for (int label = 0; label < 3; label++) {
        losses[label] = plain.loss(row, batch(scope, label)).getFloat();
      }
      double mean = (losses[0] + losses[1] + losses[2]) / 3;
      for (int label = 0; label < 3; label++) {
        assertThat((double) smoothed.loss(row, batch(scope, label)).getFloat())
            .isCloseTo(0.7 * losses[label] + 0.3 * mean, within(1e-5));
      }
    }
  }
}
