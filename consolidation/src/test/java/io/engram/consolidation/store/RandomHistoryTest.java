package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random steps of publish, alias, rollback, erase, expiry and clean-up, with writers and clean-ups
 * that die: no live file is lost, and no orphan is left after a clean-up. {@code -Dengram.soak=1}
 * runs 10,000 steps, {@code -Dengram.steps=N} any number, {@code -Dengram.seed=N} repeats a run.
 */
class RandomHistoryTest {
  private static final int STEPS =
      Integer.getInteger("engram.steps", System.getProperty("engram.soak") == null ? 300 : 10_000);

  @TempDir(factory = MemoryDisk.class)
  Path temporary;

  @Test
  void noLiveFileIsLostAndNoOrphanIsLeftByAnyHistory() throws IOException {
    long seed = Long.getLong("engram.seed", System.nanoTime());
    System.out.println("engram.seed=" + seed);
    RandomHistory history = new RandomHistory(seed, temporary.resolve("model"));
    for (int step = 1; step <= STEPS; step++) {
      try {
        history.step();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("step " + step + " of seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.println(STEPS + " steps: " + history.done() + ", deaths: " + history.faults());
    assertThat(history.done()).containsOnlyKeys(RandomHistory.Step.values());
    assertThat(history.faults()).isGreaterThan(STEPS / 20);
  }
}
