package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.backbone.FrozenPass.Batching;
import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrozenPassTest {
  private static final Batching SMALL = new Batching(4, 40);
  private static Backbone backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(1);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  @Test
  void eachRowOfMixedBatchesIsTheRowAlone() {
    List<TokenIds> rows = rows(23);
    List<Features> together =
        new FrozenPass(backbone, new Wanted(1, true, true, Precision.FLOAT32), SMALL).run(rows);
    assertThat(together).hasSize(23);
    for (int i = 0; i < rows.size(); i++) {
      try (TensorScope scope = TensorScope.open()) {
        TokenBatch single = TokenBatch.of(List.of(rows.get(i)));
        AttentionMask mask = AttentionMask.of(scope.manager(), single.lengths(), single.length());
        NDArray lower =
            backbone.encode(
                backbone.embed(scope.manager(), single), mask, 0, 1, LayerHook.IDENTITY);
        float[] hidden = lower.toFloatArray();
        NDArray last = backbone.encode(lower, mask, 1, 3, LayerHook.IDENTITY);
        Features row = together.get(i);
        assertThat(row.length()).isEqualTo(rows.get(i).length());
        assertThat(row.truncated()).isEqualTo(rows.get(i).truncated());
        assertThat(Precision.FLOAT32.decode(row.hidden())).containsExactly(hidden, within());
        assertThat(row.pooled())
            .containsExactly(backbone.pool(last, mask).toFloatArray(), within());
      }
    }
  }

  @Test
  void halfPrecisionIsTheNearestHalfOfEachValue() {
    List<TokenIds> rows = rows(5);
    byte[] full = onlyHidden(rows, Precision.FLOAT32).get(3).hidden();
    byte[] half = onlyHidden(rows, Precision.FLOAT16).get(3).hidden();
    assertThat(half).isEqualTo(Precision.FLOAT16.encode(Precision.FLOAT32.decode(full)));
  }

  @Test
  void whatIsNotWantedIsNull() {
    Features pooledOnly =
        new FrozenPass(backbone, new Wanted(2, false, true, Precision.FLOAT32), SMALL)
            .run(rows(1))
            .get(0);
    assertThat(pooledOnly.hidden()).isNull();
    assertThat(pooledOnly.pooled()).hasSize(32);
    assertThat(onlyHidden(rows(1), Precision.FLOAT32).get(0).pooled()).isNull();
  }

  @Test
  void noArrayOutlivesAPass() {
    FrozenPass pass = new FrozenPass(backbone, new Wanted(1, true, true, Precision.FLOAT16), SMALL);
    pass.run(rows(9));
    int before = NeuralRuntime.get().liveArrays();
    pass.run(rows(40));
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void aLayerThatIsNotThereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FrozenPass(backbone, new Wanted(4, true, true, Precision.FLOAT32), SMALL))
        .withMessage("fromLayer must be 0 to 3 for this backbone, got 4");
  }

  private static List<Features> onlyHidden(List<TokenIds> rows, Precision precision) {
    return new FrozenPass(backbone, new Wanted(1, true, false, precision), SMALL).run(rows);
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-5f);
  }

  private static List<TokenIds> rows(int count) {
    Random random = new Random(3);
    List<TokenIds> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(2 + random.nextInt(18), 0, 100).toArray();
      rows.add(new TokenIds(ids, new int[ids.length], i % 3 == 0));
    }
    return rows;
  }
}
