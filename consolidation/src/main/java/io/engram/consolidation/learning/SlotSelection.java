package io.engram.consolidation.learning;

import io.engram.adapters.Head;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.ControlScore;
import io.engram.consolidation.transferability.HeadScores;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.SlotQuestion;
import io.engram.consolidation.transferability.SlotReading;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.consolidation.transferability.TransferabilityMethod;
import io.engram.consolidation.transferability.TransferabilityScore;
import java.util.List;
import java.util.function.Function;

/**
 * Which slot of a full pool a task goes to.
 *
 * @param task the new task
 * @param runSeed seed of the run
 * @param scores asked by the methods that read rows
 */
public record SlotSelection(TaskManifest task, long runSeed, SlotScores scores) {
  /**
   * @param transferability short name of the method
   */
  public SlotChoice choose(LearnerState state, String transferability) {
    TransferabilityMethod method = TransferabilityMethod.of(transferability);
    TransferabilityScore score =
        switch (method) {
          case ORACLE ->
              throw new IllegalArgumentException(
                  "the oracle consolidates into each slot and scores none");
          case RANDOM -> ControlScore.RANDOM;
          case LEAST_LOADED -> ControlScore.LEAST_LOADED;
          case LEEP ->
              new HeadScores(
                  method,
                  SlotReading.CROWD_CORRECTED,
                  question -> ofSlots(state, slot -> shares(scores.leep(slot), slot)));
          case TRANSRATE -> transRate(method, state, TransRateOptions.defaults());
          case TRANSRATE_PLAIN -> transRate(method, state, TransRateOptions.plain());
        };
    return SlotChoice.choose(score, new SlotQuestion(task.id().value(), runSeed, state.loads()));
  }

  private HeadScores transRate(
      TransferabilityMethod method, LearnerState state, TransRateOptions options) {
    return new HeadScores(
        method,
        SlotReading.MAX,
        question ->
            ofSlots(
                state,
                slot ->
                    new double[] {scores.transRate(slot, task.trainCounts(), options, runSeed)}));
  }

  private static double[][] ofSlots(LearnerState state, Function<SlotModel, double[]> slotScores) {
    List<AdapterPool.Slot> slots = state.pool().slots();
    double[][] scores = new double[slots.size()][];
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] =
          slotScores.apply(
              SlotModel.of(
                  slots.get(slot).weights(),
                  state.headsOfSlot(slot, null).values(),
                  state.fromLayer()));
    }
    return scores;
  }

  private double[] shares(double[] leep, SlotModel slot) {
    List<Head> heads = slot.readHeads();
    double[] shares = new double[leep.length];
    for (int h = 0; h < leep.length; h++) {
      shares[h] = Leep.share(leep[h], task.trainCounts(), heads.get(h).labels().size());
    }
    return shares;
  }
}
