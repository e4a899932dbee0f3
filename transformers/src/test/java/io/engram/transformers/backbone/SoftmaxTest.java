package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.runtime.TensorScope;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "14, 5", "16, 5", "33, 5", "14, 100", "14, 1000"})
  void equalsTheDefinitionWhateverTheWidthAndTheRange(int width, float deviation) {
    float[] scores = new float[3 * width];
    Random random = new Random(width);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = deviation * (float) random.nextGaussian();
    }
    assertThat(softmax(scores, width)).containsExactly(definition(scores, width), within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"-200", "200"})
  void aConstantAddedToEveryScoreChangesNothing(float shift) {
    float[] scores = {1, 2, 3, 3, 2, 2.5f};
    float[] shifted = scores.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += shift;
    }
    assertThat(softmax(shifted, 3)).containsExactly(softmax(scores, 3), within(1e-5f));
  }

  private static float[] softmax(float[] scores, int width) {
    try (TensorScope scope = TensorScope.open()) {
      NDArray array = scope.manager().create(scores, new Shape(scores.length / width, width));
      return Softmax.lastAxis(array).toFloatArray();
    }
  }

  private static float[] definition(float[] scores, int width) {
    float[] result = new float[scores.length];
    for (int row = 0; row < scores.length; row += width) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + width; i++) {
        largest = Math.max(largest, scores[i]);
      }
      double sum = 0;
      for (int i = row; i < row + width; i++) {
        sum += Math.exp(scores[i] - largest);
      }
      for (int i = row; i < row + width; i++) {
        result[i] = (float) (Math.exp(scores[i] - largest) / sum);
      }
    }
    return result;
  }
}
