package io.engram.jobs.service;

import io.engram.consolidation.store.runs.Runs;
import io.engram.jobs.console.Progress;
import java.util.Map;
import java.util.function.Consumer;

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

  /**
   * Trains ahead what of a task does not depend on what the model knows; {@link #learn} with the
   * same request goes on from there. Several may be prepared at once, also beside a learning.
   */
  void prepare(LearnRequest request, Progress progress);

  /**
   * Goes on with a learning that was begun and not published.
   *
   * @param options of its table that were not recorded
   */
  LearnResult resume(
      String model, Runs.Unfinished run, Map<String, String> options, Progress progress);

  /** Rows of a table. */
  long count(InputSpec input);

  ScoreResult score(ScoreRequest request, Progress progress);

  /**
   * Scores files as they come.
   *
   * @param afterBatch told of every micro-batch
   */
  StreamResult scoreStream(StreamRequest request, Consumer<ScoreResult> afterBatch);

  EvaluateResult evaluate(EvaluateRequest request, Progress progress);

  /** As {@link #evaluate}, of rows of many tasks, told their task and not told. */
  RoutedResult evaluateRouted(EvaluateRoutedRequest request, Progress progress);

  /** As {@link #evaluate}, of all labels of a multi-label table. */
  LabelsResult evaluateLabels(EvaluateLabelsRequest request, Progress progress);
}
