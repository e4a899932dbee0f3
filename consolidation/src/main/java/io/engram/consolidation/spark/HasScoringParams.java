package io.engram.consolidation.spark;

import io.engram.transformers.spark.SparkStage;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of {@link ScoringStage} with their setters, for the estimator and its model alike; a
 * param's value is {@code stage.value(stage.taskCol())}.
 *
 * @param <S> the stage itself
 */
public interface HasScoringParams<S> extends SparkStage {

  /** The params behind the setters. */
  ScoringStage scoring();

  /** This stage, so that setters chain. */
  S self();

  default Param<String> inputCol() {
    return scoring().inputCol;
  }

  default S setInputCol(String value) {
    set(scoring().inputCol, value);
    return self();
  }

  default Param<String> pairCol() {
    return scoring().pairCol;
  }

  default S setPairCol(String value) {
    set(scoring().pairCol, value);
    return self();
  }

  default Param<String> taskCol() {
    return scoring().taskCol;
  }

  default S setTaskCol(String value) {
    set(scoring().taskCol, value);
    return self();
  }

  default Param<String> task() {
    return scoring().task;
  }

  /** Asks every row the same task; {@code auto} finds the task of each row. */
  default S setTask(String value) {
    set(scoring().task, value);
    return self();
  }

  default Param<String> allTasks() {
    return scoring().allTasks;
  }

  /** {@code off}, {@code rows}, {@code map} or {@code labels}. */
  default S setAllTasks(String value) {
    set(scoring().allTasks, value);
    return self();
  }

  default Param<String> handleInvalid() {
    return scoring().handleInvalid;
  }

  /** {@code error}, {@code skip} or {@code keep}. */
  default S setHandleInvalid(String value) {
    set(scoring().handleInvalid, value);
    return self();
  }

  default StringArrayParam keyCols() {
    return scoring().keyCols;
  }

  default S setKeyCols(String... value) {
    set(scoring().keyCols, value);
    return self();
  }

  default IntParam scoringBatchSize() {
    return scoring().scoringBatchSize;
  }

  /** Rows per forward pass at most. */
  default S setScoringBatchSize(int value) {
    set(scoring().scoringBatchSize, value);
    return self();
  }

  default Param<String> predictionCol() {
    return scoring().predictionCol;
  }

  default S setPredictionCol(String value) {
    set(scoring().predictionCol, value);
    return self();
  }

  default Param<String> predictionIndexCol() {
    return scoring().predictionIndexCol;
  }

  default S setPredictionIndexCol(String value) {
    set(scoring().predictionIndexCol, value);
    return self();
  }

  default Param<String> probabilityCol() {
    return scoring().probabilityCol;
  }

  default S setProbabilityCol(String value) {
    set(scoring().probabilityCol, value);
    return self();
  }

  default Param<String> confidenceCol() {
    return scoring().confidenceCol;
  }

  default S setConfidenceCol(String value) {
    set(scoring().confidenceCol, value);
    return self();
  }

  default Param<String> noveltyCol() {
    return scoring().noveltyCol;
  }

  default S setNoveltyCol(String value) {
    set(scoring().noveltyCol, value);
    return self();
  }

  default Param<String> modelVersionCol() {
    return scoring().modelVersionCol;
  }

  default S setModelVersionCol(String value) {
    set(scoring().modelVersionCol, value);
    return self();
  }

  default Param<String> errorCol() {
    return scoring().errorCol;
  }

  default S setErrorCol(String value) {
    set(scoring().errorCol, value);
    return self();
  }

  default Param<String> predictionsCol() {
    return scoring().predictionsCol;
  }

  default S setPredictionsCol(String value) {
    set(scoring().predictionsCol, value);
    return self();
  }

  default Param<String> labelsCol() {
    return scoring().labelsCol;
  }

  default S setLabelsCol(String value) {
    set(scoring().labelsCol, value);
    return self();
  }

  default Param<String> labelProbabilitiesCol() {
    return scoring().labelProbabilitiesCol;
  }

  default S setLabelProbabilitiesCol(String value) {
    set(scoring().labelProbabilitiesCol, value);
    return self();
  }
}
