package io.engram.consolidation.learning;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;

/**
 * What learning one task took. A training that was kept from before counts with the seconds it took
 * then.
 */
public final class StepCosts {
  private double learnSeconds;
  private double consolidateSeconds;
  private long parameters;

  void learnt(double seconds, AdapterWeights adapter, Head head) {
    learnSeconds += seconds;
    hold(adapter);
    parameters += head.weight().values().length + head.bias().values().length;
  }

  /** Sums of its rows, or what is asked of its validation rows. */
  void read(double seconds) {
    learnSeconds += seconds;
  }

  void chosen(double seconds) {
    consolidateSeconds += seconds;
  }

  void consolidated(double seconds, AdapterWeights student) {
    consolidateSeconds += seconds;
    hold(student);
  }

  void fused(double seconds, FusionWeights fusion, Head head) {
    consolidateSeconds += seconds;
    parameters += fusion.parameters() + head.weight().values().length + head.bias().values().length;
  }

  private void hold(AdapterWeights adapter) {
    parameters += adapter == null ? 0 : adapter.parameters();
  }

  /** Training of what depends on the task alone, and all that is asked of its validation rows. */
  public double learnSeconds() {
    return learnSeconds;
  }

  /** Choice of the slot, targets and distillation, or a fusion. */
  public double consolidateSeconds() {
    return consolidateSeconds;
  }

  /** Trained values that were held besides those of the state before. */
  public long parameters() {
    return parameters;
  }
}
