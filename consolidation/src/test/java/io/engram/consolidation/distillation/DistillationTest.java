package io.engram.consolidation.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.RowBatch;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DistillationTest {
  private static final TargetLayout LAYOUT = new TargetLayout(List.of("old", "new"), List.of(3, 2));
  private static final float[][] TARGETS = {{1, -1, 0, 1, -1}, {-1, 2, -1, 2, -2}};

  @Test
  void theWorkedExample() {
    float[][] logits = {{2, 0, 1, 1, -1}, {0, 3, 0, 4, 0}};
    assertThat(DistillationTargets.of(logits[0], LAYOUT)).containsExactly(TARGETS[0]);
    assertThat(DistillationTargets.of(logits[1], LAYOUT)).containsExactly(TARGETS[1]);
    float[][] zeros = new float[2][5];
    assertThat(DistillationLoss.ofRow(zeros[0], TARGETS[0])).isCloseTo(.8, within(1e-12));
    assertThat(DistillationLoss.ofRow(zeros[1], TARGETS[1])).isCloseTo(2.8, within(1e-12));
    assertThat(DistillationLoss.ofBatch(zeros, TARGETS)).isCloseTo(1.8, within(1e-12));
    float[][] near = {{1, -1, 0, .5f, -.5f}, {-1, 2, -1, 2, -2}};
    assertThat(DistillationLoss.ofRow(near[0], TARGETS[0])).isCloseTo(.1, within(1e-12));
    assertThat(DistillationLoss.ofBatch(near, TARGETS)).isCloseTo(.05, within(1e-12));
  }

  @Property(tries = 100)
  void aConstantOnOneTaskChangesNothingAndEachBlockSumsToZero(@ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = new float[5];
    float[] shifted = new float[5];
    for (int c = 0; c < 5; c++) {
      logits[c] = (float) random.nextGaussian();
      shifted[c] = logits[c] + (c < 3 ? 4 : 0);
    }
    float[] targets = DistillationTargets.of(logits, LAYOUT);
    assertThat(DistillationTargets.of(shifted, LAYOUT)).containsExactly(targets, within(1e-5f));
    assertThat(targets[0] + targets[1] + targets[2]).isCloseTo(0, within(1e-6f));
    assertThat(targets[3] + targets[4]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void aSingleLogitWouldLearnNothingAndIsRefused() {
    assertThatThrownBy(() -> new TargetLayout(List.of("binary"), List.of(1)))
        .hasMessageContaining("task binary has 1 logits");
  }

  @Test
  void theObjectiveInTheEngineIsTheLossOfPlainArrays() {
    SlotHeads heads = heads();
    float[] pooled = {.5f, -1, 2, 1, 0, -2};
    try (TensorScope scope = TensorScope.open();
        DistillationObjective objective =
            new DistillationObjective(heads, false, scope.manager())) {
      NDManager manager = scope.manager();
      NDArray rows = manager.create(pooled, new Shape(2, 3));
      NDArray target = manager.create(new float[] {1, -1, 0, 1, -1, -1, 2, -1, 2, -2});
      RowBatch batch =
          new RowBatch(manager, null, null, rows, target.reshape(2, 5), new int[] {-1, -1});
      float[][] student = {
        heads.logits(new float[] {.5f, -1, 2}), heads.logits(new float[] {1, 0, -2})
      };
      assertThat((double) objective.loss(rows, batch).getFloat())
          .isCloseTo(DistillationLoss.ofBatch(student, TARGETS), within(1e-5));
      assertThat(objective.parameters()).isEmpty();
      assertThat(objective.heads()).isSameAs(heads);
    }
  }

  @Test
  void rowsWithTargetsOfOtherTasksAreRefused() {
    try (TensorScope scope = TensorScope.open();
        DistillationObjective objective =
            new DistillationObjective(heads(), true, scope.manager())) {
      NDArray rows = scope.manager().zeros(new Shape(1, 3));
      NDArray target = scope.manager().zeros(new Shape(1, 4));
      RowBatch batch = new RowBatch(scope.manager(), null, null, rows, target, new int[] {-1});
      assertThatThrownBy(() -> objective.loss(rows, batch))
          .hasMessage("rows carry 4 targets, the tasks [old, new] need 5");
      assertThat(objective.parameters()).containsOnlyKeys("head.bias", "head.weight");
    }
  }

  @Test
  void headsGoIntoOneMatrixAndBack() {
    SlotHeads heads = heads();
    assertThat(heads.weight().shape()).containsExactly(5, 3);
    SlotHeads back = heads.with(heads.weight().values(), heads.bias().values());
    assertThat(back.layout()).isEqualTo(LAYOUT);
    float[] pooled = {1, 2, 3};
    assertThat(back.logits(pooled)).containsExactly(heads.logits(pooled), within(1e-6f));
    assertThatThrownBy(() -> heads.plus("old", heads.heads().get("new")))
        .hasMessageContaining("task old has a head in this slot already");
  }

  private static SlotHeads heads() {
    Map<String, Head> heads = new LinkedHashMap<>();
    heads.put("old", head(3, 1));
    return new SlotHeads(heads).plus("new", head(2, 2));
  }

  private static Head head(int classes, long seed) {
    Random random = new Random(seed);
    float[] weight = new float[classes * 3];
    float[] bias = new float[classes];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    for (int c = 0; c < classes; c++) {
      bias[c] = (float) random.nextGaussian();
    }
    LabelSpace labels = new LabelSpace(List.of("a", "b", "c").subList(0, classes));
    return new Head(labels, FloatTensor.matrix(classes, 3, weight), FloatTensor.vector(bias));
  }
}
