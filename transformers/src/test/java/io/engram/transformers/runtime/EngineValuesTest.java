package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is multiplied by is still there in the backward pass, whatever Java collected before. */
class EngineValuesTest {

  @Test
  void aProductWithANumberKeepsItsNumber() throws InterruptedException {
    gradientIsThree(x -> EngineValues.times(x, 3));
  }

  @Test
  void aProductInPlaceKeepsItsNumber() throws InterruptedException {
    gradientIsThree(x -> EngineValues.timesInPlace(x, 3));
  }

  @Test
  void aProductWithValuesKeepsThem() throws InterruptedException {
    gradientIsThree(
        x -> {
          try (NDArray three = EngineValues.of(x.getManager(), new float[] {3}, new Shape(1))) {
            return x.mul(three);
          }
        });
  }

  private static void gradientIsThree(UnaryOperator<NDArray> product) throws InterruptedException {
    for (int attempt = 0; attempt < 5; attempt++) {
      try (TensorScope scope = TensorScope.open();
          GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
        NDArray x = scope.manager().ones(new Shape(4));
        x.setRequiresGradient(true);
        NDArray loss = product.apply(scope.manager().zeros(new Shape(1)).add(x)).sum();
        System.gc();
        Thread.sleep(50);
        List<ByteBuffer> reused = overwriteFreeMemory();
        collector.backward(loss);
        assertThat(x.getGradient().toFloatArray()).containsExactly(3, 3, 3, 3);
        assertThat(reused).isNotEmpty();
      }
    }
  }

  private static List<ByteBuffer> overwriteFreeMemory() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
      buffers.add(buffer.putFloat(Float.NaN));
    }
    return buffers;
  }
}
