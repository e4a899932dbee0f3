package io.engram.consolidation.spark;

import io.engram.transformers.spark.SparkStage;

/**
 * Setters of {@link ScoringStage}'s params, for the estimator and its model alike.
 *
 * @param <S> the stage itself
 */
interface ScoringSetters<S> extends SparkStage {

  /** The params behind the setters. */
  ScoringStage scoring();

  /** This stage, so that setters chain. */
  S self();

  default S setInputCol(String value) {
    set(scoring().inputCol, value);
    return self();
  }

  default S setPairCol(String value) {
    set(scoring().pairCol, value);
    return self();
  }

  default S setTaskCol(String value) {
    set(scoring().taskCol, value);
    return self();
  }

  /** Asks every row the same task. */
  default S setTask(String value) {
    set(scoring().task, value);
    return self();
  }

  /** {@code off}, {@code rows} or {@code map}. */
  default S setAllTasks(String value) {
    set(scoring().allTasks, value);
    return self();
  }

  /** {@code error}, {@code skip} or {@code keep}. */
  default S setHandleInvalid(String value) {
    set(scoring().handleInvalid, value);
    return self();
  }

  default S setKeyCols(String... value) {
    set(scoring().keyCols, value);
    return self();
  }

  /** Rows per forward pass at most. */
  default S setScoringBatchSize(int value) {
    set(scoring().scoringBatchSize, value);
    return self();
  }

  default S setPredictionCol(String value) {
    set(scoring().predictionCol, value);
    return self();
  }

  default S setPredictionIndexCol(String value) {
    set(scoring().predictionIndexCol, value);
    return self();
  }

  default S setProbabilityCol(String value) {
    set(scoring().probabilityCol, value);
    return self();
  }

  default S setModelVersionCol(String value) {
    set(scoring().modelVersionCol, value);
    return self();
  }

  default S setErrorCol(String value) {
    set(scoring().errorCol, value);
    return self();
  }

  default S setPredictionsCol(String value) {
    set(scoring().predictionsCol, value);
    return self();
  }
}
