package io.engram.consolidation.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.consolidation.distillation.RandomParts;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.InMemoryTask;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.TinyBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crowded slot of three tasks beside a slot of one; scores of heads are given. */
class SlotSelectionTest {
  private static final long SEED = 3;
  private static final long[] COUNTS = {30, 10};
  private static final double[] CROWDED = {-.50, -.30, -.45};

  /** What the largest of three standard normal numbers is, in expectation. */
  private static final double MAXIMUM_OF_THREE = 1.5 / Math.sqrt(Math.PI);

  private static final double[] LONELY = {-.32};

  private final List<TransRateOptions> asked = new ArrayList<>();
  private LearnerState state;

  @BeforeEach
  void fillTwoSlots() {
    try (Backbone backbone = TinyBackbone.create(1)) {
      AdapterWeights adapter = RandomParts.adapter(backbone.config(), AdapterKind.PFEIFFER, 1, 4);
      AdapterPool pool =
          AdapterPool.empty(2)
              .append(adapter, "one")
              .append(adapter, "two")
              .consolidate(0, adapter, "three")
              .consolidate(0, adapter, "four");
      List<LearnedTask> tasks =
          List.of(
              learnt("one", 2, 0),
              learnt("two", 2, 1),
              learnt("three", 3, 0),
              learnt("four", 4, 0));
      state = new LearnerState(RandomParts.FROM_LAYER, pool, tasks, new Reservoir(0, 0));
    }
  }

  private static LearnedTask learnt(String task, int classes, int slot) {
    Head head = RandomParts.head(classes, 1);
    return new LearnedTask(manifest(task, head.labels().classes()), head, slot, Optional.empty());
  }

  private static TaskManifest manifest(String task, List<String> classes) {
    TreeMap<String, SplitCounts> counts = new TreeMap<>();
    for (int c = 0; c < classes.size(); c++) {
      counts.put(classes.get(c), new SplitCounts(c == 0 ? COUNTS[0] : COUNTS[1], 0, 0));
    }
    return InMemoryTask.manifest(task, classes, counts);
  }

  private SlotChoice choose(String method) {
    SlotScores scores =
        new SlotScores() {
          @Override
          public double[] leep(SlotModel slot) {
            return slot.heads().length == 1 ? LONELY : CROWDED;
          }

          @Override
          public double transRate(
              SlotModel slot, long[] classCounts, TransRateOptions options, long seed) {
            asked.add(options);
            assertThat(classCounts).isEqualTo(COUNTS);
            assertThat(seed).isEqualTo(SEED);
            return slot.heads().length;
          }
        };
    return new SlotSelection(manifest("asked", List.of("a", "b")), SEED, scores)
        .choose(state, method);
  }

  @Test
  void leepIsReadAsAShareOfWhatAHeadCouldTellAndCorrectedForTheCrowd() {
    double[] shares = {
      Leep.share(CROWDED[0], COUNTS, 2),
      Leep.share(CROWDED[1], COUNTS, 3),
      Leep.share(CROWDED[2], COUNTS, 4)
    };
    double mean = (shares[0] + shares[1] + shares[2]) / 3;
    double squares = 0;
    for (double share : shares) {
      squares += (share - mean) * (share - mean);
    }
    double deviation = Math.sqrt(squares / 2);
    SlotChoice choice = choose("leep");
    assertThat(choice.scores()[0])
        .isCloseTo(shares[1] - deviation * MAXIMUM_OF_THREE, within(1e-9));
    assertThat(choice.scores()[1]).isCloseTo(Leep.share(LONELY[0], COUNTS, 2), within(1e-12));
    assertThat(choice.slot()).as("the best head of three is no better than one").isEqualTo(1);
  }

  @Test
  void transRateIsCentredByClassAndItsPlainFormIsNot() {
    SlotChoice choice = choose("transrate");
    assertThat(choice.scores()).containsExactly(3, 1);
    assertThat(asked).containsOnly(TransRateOptions.defaults());
    asked.clear();
    choose("transrate-plain");
    assertThat(asked).containsOnly(TransRateOptions.plain());
    assertThat(TransRateOptions.plain()).isNotEqualTo(TransRateOptions.defaults());
  }
}
