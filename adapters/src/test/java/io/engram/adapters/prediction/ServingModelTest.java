package io.engram.adapters.prediction;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.prediction.ServingModel.ServedTask;
import io.engram.transformers.backbone.TinyBackbone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServingModelTest {
  private static final ServingModel MODEL = TinyServing.fused(TinyBackbone.config(), 1, 7);

  @Test
  void aSlotThatStartsAtAnotherLayerIsRefused() {
    assertThatThrownBy(() -> new ServingModel(2, MODEL.slots(), new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slot starts at layer 1, the model at 2");
  }

  @Test
  void aTaskOfASlotThatIsNotThereIsRefusedByItsName() {
    ServedTask known = MODEL.tasks().get("alpha");
    for (int slot : new int[] {-2, 3}) {
      assertRefused(new ServedTask(slot, known.head()), slot);
    }
    ServedTask fused = MODEL.tasks().get("fused-two");
    TaskFusion fusion = new TaskFusion(List.of(2, 3), fused.fusion().orElseThrow().weights());
    assertRefused(new ServedTask(2, fused.head(), Optional.of(fusion), Optional.empty()), 3);
  }

  private static void assertRefused(ServedTask task, int slot) {
    assertThatThrownBy(
            () -> new ServingModel(1, MODEL.slots(), new TreeMap<>(Map.of("mine", task))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task mine names slot " + slot + " of 3");
  }
}
