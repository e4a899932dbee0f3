package io.engram.consolidation.spark;

import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskManifest;
import java.util.List;

/** Refuses a task that a model holds already. */
final class LearntBefore {
  private LearntBefore() {}

  /**
   * @param known what the model holds
   * @param asked what is to be learnt under the same id
   */
  static DataRefusedException refusal(LearnedTask known, TaskManifest asked) {
    boolean sameData = known.manifest().fingerprint().equals(asked.fingerprint());
    return new DataRefusedException(
        asked.id().value(),
        asked.source().uri(),
        List.of(
            new DataProblem(
                "learnt-before",
                null,
                null,
                List.of(),
                0,
                "the task was learnt before from "
                    + (sameData ? "the same data with other settings" : "other data")
                    + " ("
                    + known.manifest().source().uri()
                    + ")",
                "Give the new rows a task id of their own, or learn it again with --replace"
                    + " (engram watch: --on-more-rows replace; in code: setReplace)")));
  }
}
