package io.engram.jobs.service;

import io.engram.jobs.console.Progress;

/**
 * Learning and scoring on Spark.
 *
 * <ol>
 *   <li>What is refused leaves the model as it was; the message names table, column and row.
 *   <li>The same request twice learns once.
 * </ol>
 */
public interface Learning {

  LearnResult learn(LearnRequest request, Progress progress);

  ScoreResult score(ScoreRequest request, Progress progress);

  EvaluateResult evaluate(EvaluateRequest request, Progress progress);
}
