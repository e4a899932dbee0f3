package io.engram.consolidation.spark;

import io.engram.transformers.spark.SparkStage;

/**
 * Setters of {@link LearningParams}.
 *
 * @param <S> the stage itself
 */
interface LearningSetters<S> extends SparkStage {

  /** The params behind the setters. */
  LearningParams learning();

  /** This stage, so that setters chain. */
  S self();

  /** Name of a strategy; {@code ada}, {@code adapters} and {@code head-only} are built in. */
  default S setStrategy(String value) {
    set(learning().strategy, value);
    return self();
  }

  /** K, adapters kept at most. */
  default S setPoolSize(int value) {
    set(learning().poolSize, value);
    return self();
  }

  /** {@code leep}, {@code transrate}, {@code random} or {@code least-loaded}. */
  default S setTransferability(String value) {
    set(learning().transferability, value);
    return self();
  }

  /** {@code houlsby} or {@code pfeiffer}. */
  default S setAdapter(String value) {
    set(learning().adapter, value);
    return self();
  }

  default S setReduction(int value) {
    set(learning().reduction, value);
    return self();
  }

  default S setFromLayer(int value) {
    set(learning().fromLayer, value);
    return self();
  }

  default S setMaxLength(int value) {
    set(learning().maxLength, value);
    return self();
  }

  default S setEpochs(int value) {
    set(learning().epochs, value);
    return self();
  }

  default S setBatchSize(int value) {
    set(learning().batchSize, value);
    return self();
  }

  default S setLearningRate(double value) {
    set(learning().learningRate, value);
    return self();
  }

  default S setHeadLearningRate(double value) {
    set(learning().headLearningRate, value);
    return self();
  }

  default S setDistillationEpochs(int value) {
    set(learning().distillationEpochs, value);
    return self();
  }

  default S setReservoirRows(int value) {
    set(learning().reservoirRows, value);
    return self();
  }

  /** {@code never} or {@code when-not-worse}. */
  default S setIdentity(String value) {
    set(learning().identity, value);
    return self();
  }

  default S setSeed(long value) {
    set(learning().seed, value);
    return self();
  }
}
