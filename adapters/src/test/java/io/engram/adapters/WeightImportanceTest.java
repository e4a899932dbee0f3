package io.engram.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.weights.FloatTensor;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightImportanceTest {
  private static final String NAME = "layer.0.output.up.bias";

  private static AdapterWeights weights(float... values) {
    return new AdapterWeights(
        new BottleneckConfig(Placement.PFEIFFER, 1, 0),
        new TreeMap<>(Map.of(NAME, FloatTensor.vector(values))));
  }

  private static float[] values(AdapterWeights weights) {
    return weights.tensors().get(NAME).values();
  }

  /** {@code Σ p (w - c)²}. */
  private static double at(WeightImportance importance, float... w) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      double moved = w[i] - values(importance.centre())[i];
      sum += values(importance.precision())[i] * moved * moved;
    }
    return sum;
  }

  @Test
  void theSumOfTwoTasksIsTheirTwoQuadraticsUpToAConstant() {
    WeightImportance first = new WeightImportance(weights(2, 0.5f), weights(1, -1));
    WeightImportance second = new WeightImportance(weights(3, 1.5f), weights(0, 4));
    WeightImportance both = first.plus(second.precision(), second.centre());
    double constant = at(first, 0, 0) + at(second, 0, 0) - at(both, 0, 0);
    for (float[] w : new float[][] {{1, 1}, {-2, 3}, {10, -7}}) {
      assertThat(at(first, w) + at(second, w) - at(both, w)).isCloseTo(constant, within(1e-3));
    }
    assertThat(values(both.precision())).containsExactly(5, 2);
  }

  @Test
  void aWeightNoTaskDependsOnIsHeldNowhereAndStaysANumber() {
    WeightImportance first = new WeightImportance(weights(0), weights(1));
    WeightImportance both = first.plus(weights(0), weights(7));
    assertThat(values(both.precision())).containsExactly(0);
    assertThat(values(both.centre())).containsExactly(7);
  }

  @Test
  void theOnlineFormForgetsByItsDecayAndIsCentredOnTheNewestWeights() {
    WeightImportance first = new WeightImportance(weights(2), weights(1));
    WeightImportance next = first.online(weights(3), weights(5), 0.5);
    assertThat(values(next.precision())).containsExactly(4);
    assertThat(values(next.centre())).containsExactly(5);
  }
}
