package io.engram.jobs.service;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One task to learn.
 *
 * @param model folder of the model; made when it does not exist
 * @param task task id
 * @param input rows
 * @param unlabelled how a table of inputs to distil on besides is read, where the settings name
 *     one; its address does not count
 * @param settings how
 * @param replace learn it again when it was learnt from other data
 * @param gate what its version has to reach to become production
 * @param run which run it belongs to; of a scheduler's the version keeps the id
 */
public record LearnRequest(
    String model,
    String task,
    InputSpec input,
    InputSpec unlabelled,
    LearnSettings settings,
    boolean replace,
    GateRules gate,
    RunId run) {
  /**
   * Refuses what cannot be meant, everything at once.
   *
   * @throws JobException with one line a problem
   */
  public void check() {
    List<String> problems = new ArrayList<>();
    try {
      new TaskId(task);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    modelProblem().ifPresent(problems::add);
    problems.addAll(settings.problems());
    if (!problems.isEmpty()) {
      throw JobException.usage(String.join("\n", problems));
    }
  }

  private Optional<String> modelProblem() {
    try {
      ModelReference reference = ModelReference.parse(model);
      return reference.alias() == null && reference.version() == null
          ? Optional.empty()
          : Optional.of(
              "--model names one version, '"
                  + model
                  + "', and a task is learnt on top of the newest: give the model's folder alone, '"
                  + reference.root()
                  + "'");
    } catch (IllegalArgumentException e) {
      return Optional.of("--model: " + e.getMessage());
    }
  }
}
