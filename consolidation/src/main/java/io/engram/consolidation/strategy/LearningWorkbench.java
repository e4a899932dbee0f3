package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.transferability.SlotChoice;
import java.util.List;
import java.util.Map;

/**
 * Everything expensive a strategy may ask for, bound to the rows of one task. Implementations
 * decide where it runs; the result depends on rows, arguments and seeds alone.
 */
public interface LearningWorkbench {

  /**
   * A fresh adapter and head, trained on the task's rows by cross-entropy (ADA, algorithm 1, line
   * "train").
   */
  TrainedTask trainAdapter(AdapterConfig adapter, TrainingConfig training);

  /**
   * A fresh attention over trained adapters, and a fresh head, trained on the task's rows
   * (AdapterFusion, Pfeiffer et al. 2021).
   *
   * @param adapters what is attended to, of one kind; they stay as they are
   * @param training its rate for adapters is that of the fusion
   */
  TrainedFusion trainFusion(List<AdapterWeights> adapters, TrainingConfig training);

  /**
   * A linear head on the frozen, pooled features: the probe. No adapter.
   *
   * @param training of an adapter; see {@link TrainingConfig#ofHeadAlone}
   */
  TrainedTask trainHead(TrainingConfig training);

  /** Sums by class of the frozen, pooled features of the training rows; counted once. */
  ClassStatistics statistics();

  /** Sums of random features of the training rows. */
  RidgeSums ridgeSums(RandomFeatures features);

  /** Compares ways to answer the task on its validation rows; without such rows, on none. */
  ContenderCounts validate(List<Contender> contenders);

  /**
   * Which slot of a full pool the task's adapter should be distilled into, by the transferability
   * score in force.
   */
  SlotChoice selectSlot(LearnerState state, String transferability);

  /**
   * Distils the slot's adapter (with the heads of its tasks, the one being learnt left out) and the
   * new task's adapter into one student.
   */
  Distilled distil(LearnerState state, Consolidation request);

  /**
   * Goes on training the adapter that all tasks share on the task's rows, and on the labelled rows
   * of earlier tasks that were kept, where the request names their heads.
   */
  FineTuned fineTune(FineTuning request);

  /**
   * Diagonal Fisher information of the task's training rows with respect to the adapter's weights.
   *
   * @return one value a weight
   */
  AdapterWeights fisher(AdapterWeights adapter, Head head);

  /**
   * @param weights the student, which serves every task of the slot and the new one
   * @param heads those that were trained along, by task; empty when the heads are as they were
   * @param report its training; null where nothing was trained
   */
  record Distilled(AdapterWeights weights, Map<String, Head> heads, TrainingReport report) {
    public Distilled {
      heads = Map.copyOf(heads);
    }
  }
}
