package io.engram.jobs.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.adapters.training.TrainingListener;
import io.engram.jobs.console.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochProgressTest {

  /** Two epochs of four steps and 100 rows each, a step a second. */
  @Test
  void anEpochSaysWhatTheLastOneCameToAndHowLongTheRestTakes() {
    List<String> stages = new ArrayList<>();
    List<Long> reached = new ArrayList<>();
    Progress progress =
        (name, total) -> {
          stages.add(name + " / " + total);
          return reached::add;
        };
    AtomicLong nanos = new AtomicLong(1);
    EpochProgress listener = new EpochProgress(progress, 2, 100, nanos::get);
    for (long step = 1; step <= 5; step++) {
      listener.onStep(new TrainingListener.Progress(step, 8, step <= 4 ? 1 : 2, 1.5));
      if (step == 4) {
        listener.onEpoch(new TrainingListener.EpochEnd(1, 1.25, 1.5, 0.5));
      }
      nanos.addAndGet(1_000_000_000);
    }
    assertThat(stages)
        .containsExactly(
            "epoch 1 of 2 / 4",
            "epoch 2 of 2 (loss 1.250, held-out accuracy 50.0 %, 25 images/s, 0.1 min left) / 4");
    assertThat(reached).containsExactly(1L, 2L, 3L, 4L, 1L);
  }

  @Test
  void aRunThatGoesOnFromTheLastStepOfAnEpochSaysWhatThatOneCameTo() {
    List<String> stages = new ArrayList<>();
    Progress progress =
        (name, total) -> {
          stages.add(name);
          return done -> {};
        };
    EpochProgress listener = new EpochProgress(progress, 2, 100, () -> 1);
    listener.onEpoch(new TrainingListener.EpochEnd(1, 1.25, 1.5, 0.5));
    listener.onStep(new TrainingListener.Progress(5, 8, 2, 1.5));
    assertThat(stages).containsExactly("epoch 2 of 2 (loss 1.250, held-out accuracy 50.0 %)");
  }
}
