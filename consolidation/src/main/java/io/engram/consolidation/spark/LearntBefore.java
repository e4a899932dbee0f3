package io.engram.consolidation.spark;

import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.TaskColumns;
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
                    + from(known.manifest(), asked)
                    + " ("
                    + known.manifest().source().uri()
                    + ")",
                "Give the new rows a task id of their own, or learn it again with --replace"
                    + " (engram watch: --on-more-rows replace; in code: setReplace)")));
  }

  private static String from(TaskManifest known, TaskManifest asked) {
    if (known.hasDataOf(asked)) {
      return "the same data with other settings";
    }
    if (known.fingerprint().equals(asked.fingerprint())) {
      return "the same rows with another share of their label (then "
          + described(known.labelShare())
          + "; now "
          + described(asked.labelShare())
          + ")";
    }
    // A table's content is that of the columns that are read.
    boolean sameTable = known.source().equals(asked.source());
    return sameTable && !known.columns().equals(asked.columns())
        ? "other data: the same table, read by other columns (then "
            + described(known.columns())
            + "; now "
            + described(asked.columns())
            + ")"
        : "other data";
  }

  private static String described(LabelShare label) {
    return label == null ? "none" : "'" + label.label() + "' " + label.share();
  }

  private static String described(TaskColumns columns) {
    String keys = columns.keys().isEmpty() ? "no key" : "key " + String.join(", ", columns.keys());
    String split = columns.split() == null ? "no split" : "split " + columns.split();
    return "input "
        + columns.input()
        + (columns.pair() == null ? "" : " and " + columns.pair())
        + ", label "
        + columns.label()
        + ", "
        + split
        + ", "
        + keys;
  }
}
