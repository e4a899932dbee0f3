package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private TrainingTurn turn;
  private NDManager manager;

  @BeforeEach
  void open() {
    turn = TrainingTurn.await();
    manager = NeuralRuntime.get().newManager();
  }

  @AfterEach
  void close() {
    manager.close();
    turn.close();
  }

  private NDArray parameter(float... values) {
    NDArray array = manager.create(values);
    array.setRequiresGradient(true);
    return array;
  }

  /** Leaves the gradient {@code slopes} on the parameter. */
  private void collect(NDArray parameter, float... slopes) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      collector.backward(scope.create(slopes).mul(parameter).sum());
    }
  }

  private AdamW optimiser(String name, NDArray parameter, double decay) {
    AdamW adamW = new AdamW(manager, decay);
    adamW.add(new TreeMap<>(Map.of(name, parameter)), 0.1);
    return adamW;
  }

  /** The algorithm in double precision, step by step. */
  private static double[] reference(double start, double decay, double[] gradients, double[] rate) {
    double p = start;
    double m = 0;
    double v = 0;
    double[] path = new double[gradients.length];
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1];
      p -= rate[t - 1] * decay * p;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double mHat = m / (1 - Math.pow(0.9, t));
      double vHat = v / (1 - Math.pow(0.999, t));
      p -= rate[t - 1] * mHat / (Math.sqrt(vHat) + 1e-8);
      path[t - 1] = p;
    }
    return path;
  }

  @Test
  void followsTheAlgorithmWithDecayAndChangingRate() {
    NDArray weight = parameter(1f, -2f);
    double[] gradients = {0.5, -1, 0.25, 3};
    double[] factors = {1, 0.5, 0.25, 1};
    double[] rates = {0.1, 0.05, 0.025, 0.1};
    double[] first = reference(1, 0.1, gradients, rates);
    double[] second = reference(-2, 0.1, new double[] {1, 2, 3, 4}, rates);
    try (AdamW adamW = optimiser("weight", weight, 0.1)) {
      for (int step = 0; step < 4; step++) {
        collect(weight, (float) gradients[step], step + 1);
        adamW.step(factors[step]);
        assertThat((double) weight.getFloat(0)).isEqualTo(first[step], within(1e-6));
        assertThat((double) weight.getFloat(1)).isEqualTo(second[step], within(1e-6));
      }
      assertThat(adamW.steps()).isEqualTo(4);
    }
  }

  @Test
  void theFirstStepIsTheLearningRateInTheDirectionOfTheGradient() {
    NDArray weight = parameter(1f);
    try (AdamW adamW = optimiser("weight", weight, 0)) {
      collect(weight, 123f);
      adamW.step(1);
    }
    assertThat(weight.getFloat()).isEqualTo(0.9f, within(1e-6f));
  }

  @Test
  void biasesDoNotDecay() {
    NDArray bias = parameter(1f);
    NDArray weight = parameter(1f);
    try (AdamW adamW = new AdamW(manager, 0.5)) {
      adamW.add(new TreeMap<>(Map.of("up.bias", bias, "up.weight", weight)), 0.1);
      collect(bias, 0f);
      collect(weight, 0f);
      adamW.step(1);
    }
    assertThat(bias.getFloat()).isEqualTo(1f);
    assertThat(weight.getFloat()).isEqualTo(0.95f, within(1e-6f));
  }

  @Test
  void gradientsAddUpUntilAStepAndAreZeroAfterIt() {
    NDArray weight = parameter(1f);
    try (AdamW adamW = optimiser("weight", weight, 0)) {
      collect(weight, 1f);
      collect(weight, 2f);
      assertThat(weight.getGradient().getFloat()).isEqualTo(3f);
      adamW.step(1);
      assertThat(weight.getGradient().getFloat()).isZero();
      collect(weight, 5f);
      assertThat(weight.getGradient().getFloat()).isEqualTo(5f);
    }
  }

  @Test
  void goesOnFromSavedMomentsToTheSameBytes() {
    NDArray straight = parameter(1f, 2f);
    NDArray resumed = parameter(1f, 2f);
    try (AdamW one = optimiser("weight", straight, 0.01);
        AdamW two = optimiser("weight", resumed, 0.01);
        AdamW three = optimiser("weight", resumed, 0.01)) {
      for (int step = 0; step < 3; step++) {
        collect(straight, step, 1 - step);
        one.step(1);
        collect(resumed, step, 1 - step);
        (step < 2 ? two : three).step(1);
        if (step == 1) {
          three.restore(two.steps(), two.moments());
        }
      }
      assertThat(three.moments()).isEqualTo(one.moments());
    }
    assertThat(resumed.toFloatArray()).isEqualTo(straight.toFloatArray());
  }

  @Test
  void refusesStateThatLacksAMoment() {
    try (AdamW adamW = optimiser("weight", parameter(1f), 0)) {
      assertThatThrownBy(() -> adamW.restore(1, Map.of()))
          .hasMessageContaining("needs m.weight of shape (1)");
    }
  }

  @Test
  void gradientsLongerThanTheLimitAreShortenedTogetherAndOthersStay() {
    NDArray first = parameter(1, 1);
    NDArray second = parameter(1);
    collect(first, 2, 1);
    collect(second, 2);
    try (AdamW adamW = new AdamW(manager, 0)) {
      adamW.add(new TreeMap<>(Map.of("first", first, "second", second)), 0.1);
      assertThat(adamW.clip(5)).isEqualTo(3, within(1e-6));
      assertThat(first.getGradient().toFloatArray()).containsExactly(2, 1);
      assertThat(adamW.clip(1.5)).isEqualTo(3, within(1e-6));
      assertThat(first.getGradient().toFloatArray()).containsExactly(1, 0.5f);
      assertThat(second.getGradient().toFloatArray()).containsExactly(1);
      assertThat(adamW.clip(1.5)).isEqualTo(1.5, within(1e-6));
    }
  }
}
