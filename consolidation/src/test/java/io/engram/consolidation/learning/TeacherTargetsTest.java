package io.engram.consolidation.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.training.FeatureRow;
import io.engram.consolidation.distillation.RandomParts;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TeacherTargetsTest {
  private static final List<FeatureRow> ROWS = RandomParts.rows(6);
  private static final Head OLD = RandomParts.head(3, 7);
  private static final Head NEW = RandomParts.head(2, 8);
  private static BertEncoder backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(5);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  @Test
  void theSlotAnswersForItsTasksAndTheNewAdapterForItsOwnEachBlockLessItsMean() {
    float[][] targets = targets(0);
    assertThat(targets).isDeepEqualTo(expected(0));
    assertThat(targets[0][0] + targets[0][1] + targets[0][2]).isCloseTo(0, within(1e-5f));
    assertThat(targets[0][3] + targets[0][4]).isCloseTo(0, within(1e-5f));
  }

  @Test
  void aShareOfTheNewAdapterInTheSlotsTasksIsTheMeanOfBothAnswersAndLeavesTheNewTask() {
    for (double share : new double[] {.25, .5, 1}) {
      float[][] targets = targets(share);
      float[][] expected = expected(share);
      for (int row = 0; row < targets.length; row++) {
        assertThat(targets[row]).containsExactly(expected[row], within(1e-5f));
        assertThat(targets[row][3]).isEqualTo(targets(0)[row][3]);
        assertThat(targets[row][0]).isNotCloseTo(targets(0)[row][0], within(1e-3f));
      }
    }
  }

  @Test
  void sharesThatAreNoneOrTooManyAreRefused() {
    SlotModel old = model(adapter(1), OLD);
    SlotModel fresh = model(adapter(2), NEW);
    assertThatThrownBy(() -> new TeacherModels(old, fresh, new double[] {1.5}))
        .hasMessageContaining("0 to 1, got 1.5");
    assertThatThrownBy(() -> new TeacherModels(old, fresh, new double[2]))
        .hasMessageContaining("2 shares for 1 heads");
  }

  private static float[][] targets(double share) {
    TeacherModels models =
        new TeacherModels(model(adapter(1), OLD), model(adapter(2), NEW), new double[] {share});
    return new TeacherTargets(backbone, models).of(ROWS);
  }

  private static float[][] expected(double share) {
    float[][] slot = answers(adapter(1), OLD);
    float[][] learnt = answers(adapter(2), OLD);
    float[][] fresh = answers(adapter(2), NEW);
    float[][] all = new float[slot.length][5];
    for (int row = 0; row < all.length; row++) {
      for (int c = 0; c < 3; c++) {
        all[row][c] = (float) ((1 - share) * slot[row][c] + share * learnt[row][c]);
      }
      System.arraycopy(fresh[row], 0, all[row], 3, 2);
      centre(all[row], 0, 3);
      centre(all[row], 3, 5);
    }
    return all;
  }

  private static float[][] answers(AdapterWeights adapter, Head head) {
    return Arrays.stream(model(adapter, head).logits(backbone, List.of(head), ROWS))
        .map(heads -> heads[0])
        .toArray(float[][]::new);
  }

  private static void centre(float[] logits, int from, int to) {
    double mean = 0;
    for (int c = from; c < to; c++) {
      mean += logits[c];
    }
    mean /= to - from;
    for (int c = from; c < to; c++) {
      logits[c] = (float) (logits[c] - mean);
    }
  }

  private static SlotModel model(AdapterWeights adapter, Head head) {
    return SlotModel.of(adapter, List.of(head), RandomParts.FROM_LAYER);
  }

  private static AdapterWeights adapter(long seed) {
    return RandomParts.adapter(backbone.config(), AdapterKind.HOULSBY, seed, 4);
  }
}
