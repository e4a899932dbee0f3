package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.TokenBatch;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Rows of a task that can be learnt: the class is which of some marker tokens a text contains; the
 * other tokens are noise.
 */
public final class ToyRows {
  private static final int FIRST_MARKER = 50;

  private ToyRows() {}

  public static LabelSpace labels(int classes) {
    return new LabelSpace(IntStream.range(0, classes).mapToObj(c -> "class" + c).toList());
  }

  /**
   * Encodes texts up to a layer with the plain backbone.
   *
   * @param label class of row i
   */
  public static List<FeatureRow> rows(
      Backbone backbone, int fromLayer, int count, long seed, IntUnaryOperator label) {
    Random random = new Random(seed);
    List<FeatureRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(4 + random.nextInt(6), 1, FIRST_MARKER).toArray();
      for (int marker = 0; marker < 3; marker++) {
        ids[random.nextInt(ids.length)] = FIRST_MARKER + label.applyAsInt(i);
      }
      rows.add(encode(backbone, fromLayer, String.format("row-%05d", i), label.applyAsInt(i), ids));
    }
    return rows;
  }

  private static FeatureRow encode(
      Backbone backbone, int fromLayer, String key, int label, int[] ids) {
    try (TensorScope scope = TensorScope.open()) {
      TokenBatch batch = TokenBatch.of(List.of(new TokenIds(ids, new int[ids.length], false)));
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      int layers = backbone.config().layers();
      NDArray hidden =
          backbone.encode(
              backbone.embed(scope.manager(), batch), mask, 0, fromLayer, LayerHook.IDENTITY);
      float[] below = hidden.toFloatArray();
      NDArray last = backbone.encode(hidden, mask, fromLayer, layers, LayerHook.IDENTITY);
      float[] pooled = backbone.pool(last, mask).toFloatArray();
      return new FeatureRow(key, label, ids.length, below, pooled, new float[0]);
    }
  }

  public static RowSpool spool(List<FeatureRow> rows, int width) {
    try (RowSpoolWriter writer = RowSpool.writer(width)) {
      rows.forEach(writer::add);
      return writer.finish();
    }
  }
}
