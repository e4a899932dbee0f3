package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.backbone.TinyVit;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientTest {
  private static final double STEP = 5e-4;

  private final Random random = new Random(2);

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void gradientsAreTheSlopesOfTheLossInAnEncoderOfTexts(AdapterKind kind) {
    try (Backbone backbone = TinyBackbone.create(3)) {
      assertSlopes(kind, backbone, new int[] {5, 3});
    }
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void gradientsAreTheSlopesOfTheLossInAnEncoderOfImages(AdapterKind kind) {
    try (Backbone backbone = TinyVit.create(3)) {
      assertSlopes(kind, backbone, new int[] {13, 13});
    }
  }

  private void assertSlopes(AdapterKind kind, Backbone backbone, int[] lengths) {
    AdapterWeights fresh =
        AdapterInitializer.fresh(AdapterConfigs.of(kind, 6, 1), backbone.config(), 4);
    AdapterWeights weights = moved(fresh, randomDirection(fresh), 0.3);
    Map<String, float[]> gradients = gradients(backbone, lengths, weights);
    for (String name : weights.tensors().keySet()) {
      Map<String, float[]> direction = randomDirection(weights);
      direction.keySet().retainAll(Set.of(name));
      double up = loss(backbone, lengths, moved(weights, direction, STEP));
      double down = loss(backbone, lengths, moved(weights, direction, -STEP));
      double slope = 0;
      double size = 0;
      for (int i = 0; i < direction.get(name).length; i++) {
        slope += (double) gradients.get(name)[i] * direction.get(name)[i];
        size += Math.abs((double) gradients.get(name)[i] * direction.get(name)[i]);
      }
      assertThat(size).as(name).isGreaterThan(1e-3);
      assertThat((up - down) / (2 * STEP)).as(name).isEqualTo(slope, within(0.02 * size + 1e-4));
    }
  }

  private Map<String, float[]> randomDirection(AdapterWeights weights) {
    Map<String, float[]> direction = new HashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[tensor.values().length];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              direction.put(name, values);
            });
    return direction;
  }

  private static AdapterWeights moved(
      AdapterWeights weights, Map<String, float[]> direction, double step) {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>(weights.tensors());
    direction.forEach(
        (name, values) -> {
          FloatTensor tensor = tensors.get(name);
          float[] moved = tensor.values().clone();
          for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (moved[i] + step * values[i]);
          }
          tensors.put(name, new FloatTensor(tensor.shape(), moved));
        });
    return new AdapterWeights(weights.config(), tensors);
  }

  private static double loss(Backbone backbone, int[] lengths, AdapterWeights weights) {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), false)) {
      return loss(backbone, lengths, adapter, scope).getFloat();
    }
  }

  private static Map<String, float[]> gradients(
      Backbone backbone, int[] lengths, AdapterWeights weights) {
    Map<String, float[]> gradients = new HashMap<>();
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(weights, scope.manager(), true);
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      collector.backward(loss(backbone, lengths, adapter, scope));
      adapter
          .parameters()
          .forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
    }
    return gradients;
  }

  /**
   * A fixed random linear function of the pooled output of two rows, the second padded if shorter.
   */
  private static NDArray loss(
      Backbone backbone, int[] lengths, Adapter adapter, TensorScope scope) {
    Random fixed = new Random(9);
    int length = lengths[0];
    AttentionMask mask = AttentionMask.of(scope.manager(), lengths, length);
    NDArray hidden =
        scope.manager().create(gaussian(fixed, 2 * length * 32), new Shape(2, length, 32));
    NDArray pooled =
        new AdaptedStudent(backbone, adapter)
            .pooled(new RowBatch(scope.manager(), hidden, mask, null, null, lengths));
    return pooled.mul(scope.manager().create(gaussian(fixed, 64), new Shape(2, 32))).sum();
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
