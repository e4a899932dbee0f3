package io.engram.consolidation.spark;

import io.engram.transformers.spark.SparkStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of {@link LearningParams} with their setters, as a grid search needs them; a param's
 * value is {@code stage.value(stage.poolSize())}.
 *
 * @param <S> the stage itself
 */
public interface HasLearningParams<S> extends SparkStage {

  /** The params behind the setters. */
  LearningParams learning();

  /** This stage, so that setters chain. */
  S self();

  default Param<String> strategy() {
    return learning().strategy;
  }

  /** Name of a strategy, as {@code engram learn --help} lists them. */
  default S setStrategy(String value) {
    set(learning().strategy, value);
    return self();
  }

  default StringArrayParam strategyOptions() {
    return learning().strategyOptions;
  }

  /** Options of the strategy, each {@code name=value}. */
  default S setStrategyOptions(String... values) {
    set(learning().strategyOptions, values);
    return self();
  }

  default IntParam poolSize() {
    return learning().poolSize;
  }

  /** K, adapters kept at most. */
  default S setPoolSize(int value) {
    set(learning().poolSize, value);
    return self();
  }

  default Param<String> transferability() {
    return learning().transferability;
  }

  /** {@code leep}, {@code transrate}, {@code random}, {@code least-loaded} or {@code oracle}. */
  default S setTransferability(String value) {
    set(learning().transferability, value);
    return self();
  }

  default Param<String> adapter() {
    return learning().adapter;
  }

  /** {@code houlsby}, {@code pfeiffer}, {@code lora} or {@code full}. */
  default S setAdapter(String value) {
    set(learning().adapter, value);
    return self();
  }

  default IntParam reduction() {
    return learning().reduction;
  }

  default S setReduction(int value) {
    set(learning().reduction, value);
    return self();
  }

  default IntParam rank() {
    return learning().rank;
  }

  /** Rank of a LoRA. */
  default S setRank(int value) {
    set(learning().rank, value);
    return self();
  }

  default DoubleParam alpha() {
    return learning().alpha;
  }

  /** A LoRA counts {@code alpha / rank}. */
  default S setAlpha(double value) {
    set(learning().alpha, value);
    return self();
  }

  default IntParam fromLayer() {
    return learning().fromLayer;
  }

  default S setFromLayer(int value) {
    set(learning().fromLayer, value);
    return self();
  }

  default IntParam maxLength() {
    return learning().maxLength;
  }

  default S setMaxLength(int value) {
    set(learning().maxLength, value);
    return self();
  }

  default IntParam epochs() {
    return learning().epochs;
  }

  default S setEpochs(int value) {
    set(learning().epochs, value);
    return self();
  }

  default IntParam batchSize() {
    return learning().batchSize;
  }

  default S setBatchSize(int value) {
    set(learning().batchSize, value);
    return self();
  }

  default DoubleParam learningRate() {
    return learning().learningRate;
  }

  default S setLearningRate(double value) {
    set(learning().learningRate, value);
    return self();
  }

  default DoubleParam headLearningRate() {
    return learning().headLearningRate;
  }

  default S setHeadLearningRate(double value) {
    set(learning().headLearningRate, value);
    return self();
  }

  default IntParam distillationEpochs() {
    return learning().distillationEpochs;
  }

  default S setDistillationEpochs(int value) {
    set(learning().distillationEpochs, value);
    return self();
  }

  default Param<String> studentStart() {
    return learning().studentStart;
  }

  /** Where a consolidation starts: copy (of the slot), average, learnt (the new adapter), fresh. */
  default S setStudentStart(String value) {
    set(learning().studentStart, value);
    return self();
  }

  default IntParam slotWidth() {
    return learning().slotWidth;
  }

  /** Units that a consolidated adapter has at least; 0: as a task's adapter. */
  default S setSlotWidth(int value) {
    set(learning().slotWidth, value);
    return self();
  }

  default BooleanParam trainHeads() {
    return learning().trainHeads;
  }

  default S setTrainHeads(boolean value) {
    set(learning().trainHeads, value);
    return self();
  }

  default IntParam reservoirRows() {
    return learning().reservoirRows;
  }

  default S setReservoirRows(int value) {
    set(learning().reservoirRows, value);
    return self();
  }

  default Param<String> identity() {
    return learning().identity;
  }

  /** {@code never}, {@code auto} or {@code always}. */
  default S setIdentity(String value) {
    set(learning().identity, value);
    return self();
  }

  default Param<String> router() {
    return learning().router;
  }

  /** {@code lda}, {@code random-features} or {@code auto}. */
  default S setRouter(String value) {
    set(learning().router, value);
    return self();
  }

  default LongParam seed() {
    return learning().seed;
  }

  default S setSeed(long value) {
    set(learning().seed, value);
    return self();
  }
}
