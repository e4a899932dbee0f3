package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the backward pass of pooling reads is still there when it reads it: the engine's arrays that
 * were made of Java's values live in Java's memory, which goes when nothing in Java refers to it.
 */
class PoolGradientTest {
  private static final int ROWS = 16;
  private static final int LENGTH = 32;

  @Test
  void collectingGarbageBeforeTheBackwardPassChangesNoGradient() throws InterruptedException {
    int hidden = TinyBackbone.config().hidden();
    int[] lengths = new int[ROWS];
    Arrays.fill(lengths, LENGTH);
    try (BertEncoder encoder = TinyBackbone.create(TinyBackbone.config(Pooling.MEAN), 1)) {
      for (int attempt = 0; attempt < 5; attempt++) {
        try (TensorScope scope = TensorScope.open();
            GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
          AttentionMask mask = AttentionMask.of(scope.manager(), lengths, LENGTH);
          NDArray states = scope.manager().ones(new Shape(ROWS, LENGTH, hidden));
          states.setRequiresGradient(true);
          // The result belongs to the batch's scope, as in training.
          NDArray moved = scope.manager().zeros(new Shape(1)).add(states);
          NDArray loss = encoder.pool(moved, mask).sum();
          System.gc();
          Thread.sleep(50);
          List<ByteBuffer> reused = overwriteFreeMemory();
          collector.backward(loss);
          assertThat(states.getGradient().toFloatArray())
              .containsOnly(1f / LENGTH)
              .hasSize(ROWS * LENGTH * hidden);
          assertThat(reused).isNotEmpty();
        }
      }
    }
  }

  private static List<ByteBuffer> overwriteFreeMemory() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(ROWS * LENGTH * Float.BYTES).order(ByteOrder.nativeOrder());
      while (buffer.hasRemaining()) {
        buffer.putFloat(Float.NaN);
      }
      buffers.add(buffer);
    }
    return buffers;
  }
}
