package io.engram.consolidation.benchmark;

import io.engram.adapters.prediction.Prediction;
import io.engram.consolidation.evaluation.Reliability;
import io.engram.consolidation.strategy.LearnedTask;

/**
 * Expected calibration error of the answers to all test rows after the last task, the task of every
 * row known.
 *
 * @param error of the probabilities as they are served
 * @param untempered as they would be without the tasks' temperatures; those of a task with two
 *     heads as they are
 */
public record CellCalibration(Double error, Double untempered) {

  /** Counts the answers of one task. */
  static final class Counts {
    private final Reliability served = new Reliability();
    private final Reliability untempered = new Reliability();
    private final double temperature;

    /**
     * @param temperature what all logits were divided by
     */
    Counts(double temperature) {
      this.temperature = temperature;
    }

    /** Of two heads together there is no temperature that could be taken away. */
    static Counts of(LearnedTask task) {
      return new Counts(task.second().isPresent() ? 1 : task.temperature());
    }

    void add(Prediction answer, int label) {
      boolean right = answer.index() == label;
      served.add(answer.probability()[answer.index()], right);
      untempered.add(sureness(answer), right);
    }

    // Logarithms of probabilities are logits less a constant.
    private double sureness(Prediction answer) {
      double largest = Math.log(answer.probability()[answer.index()]);
      double sum = 0;
      for (float probability : answer.probability()) {
        sum += Math.exp(temperature * (Math.log(probability) - largest));
      }
      return 1 / sum;
    }
  }

  static CellCalibration of(Iterable<Counts> tasks) {
    Reliability served = new Reliability();
    Reliability untempered = new Reliability();
    for (Counts task : tasks) {
      served.merge(task.served);
      untempered.merge(task.untempered);
    }
    return new CellCalibration(served.error(), untempered.error());
  }
}
