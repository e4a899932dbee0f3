package io.engram.consolidation.learning;

import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.task.TaskManifest;

/**
 * Where the trainings of a task are kept that several learners share.
 *
 * @param ofTask trainings that depend on the task alone, or null
 * @param ofState trainings that depend on what was learnt before, or null
 * @param features what the features depend on besides rows and backbone
 */
public record LocalTrainings(RunFolder ofTask, RunFolder ofState, String features) {
  public static final LocalTrainings NOT_KEPT = new LocalTrainings(null, null, "");

  KeptStep step(String what, TrainingJob job, TaskManifest task) {
    return new KeptStep(
        job, what + "-" + JobIdentity.of(job.identity(), features, task.fingerprint()));
  }

  KeptStep step(String what, TrainingJob job, TaskManifest task, String oldInputs) {
    return new KeptStep(
        job, what + "-" + JobIdentity.of(job.identity(), features, task.fingerprint(), oldInputs));
  }
}
