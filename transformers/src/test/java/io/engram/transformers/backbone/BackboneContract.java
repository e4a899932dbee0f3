package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link Backbone} guarantees; extended by each of them with one of 3 layers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackboneContract {
  private static final int LAYERS = 3;

  private Backbone backbone;

  /** An encoder of 3 layers with random weights. */
  protected abstract Backbone load(long seed);

  /** Random rows for it; the same seed, the same rows. */
  protected abstract List<? extends ModelInput> rows(int count, long seed);

  /** A row of a kind that it does not take. */
  protected abstract ModelInput foreign();

  @BeforeAll
  void load() {
    backbone = load(1);
  }

  @AfterAll
  void close() {
    backbone.close();
  }

  /** The encoder of all tests. */
  protected final Backbone backbone() {
    return backbone;
  }

  @Test
  void encodingInTwoPartsEqualsEncodingInOneBitForBit() {
    InputBatch batch = InputBatch.of(rows(5, 7));
    for (int middle = 0; middle <= LAYERS; middle++) {
      try (TensorScope scope = TensorScope.open()) {
        AttentionMask mask = mask(scope, batch);
        NDArray input = backbone.embed(scope.manager(), batch);
        NDArray whole = backbone.encode(input, mask, 0, LAYERS, LayerHook.IDENTITY);
        NDArray lower = backbone.encode(input, mask, 0, middle, LayerHook.IDENTITY);
        NDArray parts = backbone.encode(lower, mask, middle, LAYERS, LayerHook.IDENTITY);
        assertThat(parts.toFloatArray()).isEqualTo(whole.toFloatArray());
      }
    }
  }

  @Test
  void aRowsNeighboursChangeNothing() {
    List<? extends ModelInput> rows = rows(7, 3);
    float[][] together = pooled(backbone, rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(together[i])
          .containsExactly(pooled(backbone, List.of(rows.get(i)))[0], Offset.offset(1e-5f));
      assertThat(together[i]).isNotEqualTo(together[(i + 1) % rows.size()]);
    }
  }

  @Test
  void aHookThatDoesWhatThePlainSubBlockDoesGivesThePlainEncoder() {
    LayerHook byHand =
        new LayerHook() {
          @Override
          public NDArray afterAttention(int layer, NDArray z, NDArray x, Norm norm) {
            return norm.apply(x.add(z));
          }

          @Override
          public NDArray afterFeedForward(int layer, NDArray z, NDArray x, Norm norm) {
            return norm.apply(x.add(z));
          }
        };
    List<? extends ModelInput> rows = rows(4, 5);
    assertThat(pooled(backbone, rows, byHand)).isEqualTo(pooled(backbone, rows));
  }

  @Test
  void theHookIsCalledOnceForEachSubBlockOfTheLayersEncoded() {
    List<String> calls = new ArrayList<>();
    LayerHook counting =
        new LayerHook() {
          @Override
          public void beforeAttention(int layer, NDArray x, Projections projections) {
            calls.add("projections " + layer);
          }

          @Override
          public NDArray afterAttention(int layer, NDArray z, NDArray x, Norm norm) {
            calls.add("attention " + layer);
            return LayerHook.super.afterAttention(layer, z, x, norm);
          }

          @Override
          public NDArray afterFeedForward(int layer, NDArray z, NDArray x, Norm norm) {
            calls.add("feed-forward " + layer);
            return LayerHook.super.afterFeedForward(layer, z, x, norm);
          }
        };
    InputBatch batch = InputBatch.of(rows(2, 6));
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = mask(scope, batch);
      backbone.encode(backbone.embed(scope.manager(), batch), mask, 1, LAYERS, counting);
    }
    assertThat(calls)
        .containsExactly(
            "projections 1",
            "attention 1",
            "feed-forward 1",
            "projections 2",
            "attention 2",
            "feed-forward 2");
  }

  @Test
  void twoHundredForwardPassesLeaveTheNumberOfLiveArraysAsItWas() {
    List<? extends ModelInput> rows = rows(6, 9);
    pooled(backbone, rows);
    int before = NeuralRuntime.get().liveArrays();
    assertThat(before).as("weights of the encoder").isGreaterThan(20);
    for (int i = 0; i < 200; i++) {
      pooled(backbone, rows);
    }
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void aForwardPassKeepsOnlyItsResult() {
    InputBatch batch = InputBatch.of(rows(3, 4));
    try (TensorScope scope = TensorScope.open()) {
      NDArray input = backbone.embed(scope.manager(), batch);
      assertThat(scope.manager().getManagedArrays()).as("of the embedding").hasSize(1);
      AttentionMask mask = mask(scope, batch);
      int before = scope.manager().getManagedArrays().size();
      backbone.pool(backbone.encode(input, mask, 0, LAYERS, LayerHook.IDENTITY), mask);
      assertThat(scope.manager().getManagedArrays()).hasSize(before + 2);
    }
  }

  @Test
  void severalThreadsGetWhatOneGets() throws Exception {
    List<List<? extends ModelInput>> batches = new ArrayList<>();
    List<float[][]> expected = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      batches.add(rows(3, seed));
      expected.add(pooled(backbone, batches.get(seed)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<float[][]>> calls = new ArrayList<>();
      batches.forEach(rows -> calls.add(() -> pooled(backbone, rows)));
      List<Future<float[][]>> actual = threads.invokeAll(calls);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).get()).isEqualTo(expected.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void gradientsReachTheInputThroughEveryLayer() {
    InputBatch batch = InputBatch.of(rows(2, 8));
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      AttentionMask mask = mask(scope, batch);
      NDArray input = backbone.embed(scope.manager(), batch).duplicate();
      input.setRequiresGradient(true);
      NDArray output = backbone.encode(input, mask, 0, LAYERS, LayerHook.IDENTITY);
      collector.backward(backbone.pool(output, mask).square().sum());
      try (NDArray gradient = input.getGradient()) {
        assertThat(gradient.abs().sum().getFloat()).isGreaterThan(0).isFinite();
      }
    }
  }

  @Test
  void layersOutsideTheEncoderAreRefused() {
    assertThatThrownBy(() -> backbone.encode(null, null, 2, LAYERS + 1, LayerHook.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 4");
  }

  @Test
  void rowsOfAnotherKindAreRefused() {
    try (TensorScope scope = TensorScope.open()) {
      InputBatch batch = InputBatch.of(List.of(foreign()));
      assertThatThrownBy(() -> backbone.embed(scope.manager(), batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("this encoder takes");
    }
  }

  private static AttentionMask mask(TensorScope scope, InputBatch batch) {
    return AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
  }

  /** Vectors of rows by the plain encoder. */
  protected static float[][] pooled(Backbone encoder, List<? extends ModelInput> rows) {
    return pooled(encoder, rows, LayerHook.IDENTITY);
  }

  /** Vectors of rows. */
  protected static float[][] pooled(
      Backbone encoder, List<? extends ModelInput> rows, LayerHook hook) {
    InputBatch batch = InputBatch.of(rows);
    int hidden = encoder.config().hidden();
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = mask(scope, batch);
      NDArray input = encoder.embed(scope.manager(), batch);
      NDArray output = encoder.encode(input, mask, 0, encoder.config().layers(), hook);
      float[] values = encoder.pool(output, mask).toFloatArray();
      float[][] result = new float[rows.size()][];
      for (int i = 0; i < result.length; i++) {
        result[i] = Arrays.copyOfRange(values, i * hidden, (i + 1) * hidden);
      }
      return result;
    }
  }
}
