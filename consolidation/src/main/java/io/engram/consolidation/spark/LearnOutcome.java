package io.engram.consolidation.spark;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.strategy.LearningLog;
import java.util.Optional;

/**
 * What learning one task into a model did.
 *
 * @param kind what happened
 * @param record the version that serves the task now
 * @param model what it holds
 * @param log of the learning; empty when nothing was done
 * @param matrix accuracies of all versions up to this one
 * @param truncated rows cut at the maximum length
 * @param promotion what the gate said and did; empty when none was asked for
 * @param seconds wall-clock, evaluation included
 * @param evaluationSeconds of these, evaluating
 */
public record LearnOutcome(
    Kind kind,
    VersionRecord record,
    StoredModel model,
    Optional<LearningLog> log,
    AccuracyMatrix matrix,
    long truncated,
    Optional<PromotionOutcome> promotion,
    double seconds,
    double evaluationSeconds) {

  /** What happened. */
  public enum Kind {
    LEARNT,
    REPLACED,
    /** The same task, data and settings were learnt before. */
    UNCHANGED
  }
}
