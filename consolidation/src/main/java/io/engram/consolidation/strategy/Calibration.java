package io.engram.consolidation.strategy;

import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;

/**
 * How sure a task's answers are, fitted on its validation rows as the task will be served: one
 * temperature a task (Guo, Pleiss, Sun and Weinberger 2017, section 4.2), which changes none of its
 * classes. A few passes over few rows leave a head too near to doubt, many passes too far from it:
 * tasks that are learnt alike are off alike, and a few dozen validation rows say little of one, so
 * that a task's temperature is held near the mean of those before it. Later tasks leave it as it
 * is, also where they train its head along.
 */
final class Calibration {
  /** By how much a task may well be off from those before it. */
  static final double FACTOR = 1.5;

  private Calibration() {}

  /** The task's entry in what was learnt, with its temperature. */
  static Learned of(Learned learned, TaskManifest task, LearningWorkbench bench) {
    LearnerState state = learned.state();
    LearnedTask entry = state.task(task.id().value()).orElseThrow();
    ContenderCounts counts = bench.validate(List.of(state.contender(entry)));
    double temperature = 1 / counts.scale(0, 1 / usual(state, task), FACTOR);
    return new Learned(state.with(state.pool(), entry.withTemperature(temperature)), learned.log());
  }

  /** Geometric mean of the other tasks' temperatures; 1 where there is none with one head. */
  private static double usual(LearnerState state, TaskManifest task) {
    return Math.exp(
        state.tasks().stream()
            .filter(other -> !other.id().equals(task.id().value()) && other.second().isEmpty())
            .mapToDouble(other -> Math.log(other.temperature()))
            .average()
            .orElse(0));
  }
}
