package io.engram.consolidation.strategy;

import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;

/**
 * How sure a task's answers are, fitted on its validation rows as the task will be served: one
 * temperature a task (Guo, Pleiss, Sun and Weinberger 2017, section 4.2), which changes no class. A
 * few passes over few rows leave a head too near to doubt, many passes too far from it. Later tasks
 * leave the temperature as it is: the rows are gone.
 */
final class Calibration {
  private static final double UNCHANGED = 1;

  private Calibration() {}

  /** The task's entry in what was learnt, with its temperature; 1 without validation rows. */
  static Learned of(Learned learned, TaskManifest task, LearningWorkbench bench) {
    LearnerState state = learned.state();
    LearnedTask entry = state.task(task.id().value()).orElseThrow();
    ContenderCounts counts = bench.validate(List.of(state.contender(entry)));
    double temperature = 1 / counts.scale(0, UNCHANGED);
    return new Learned(state.with(state.pool(), entry.withTemperature(temperature)), learned.log());
  }
}
