package io.engram.jobs.service;

import io.engram.consolidation.spark.BadRowException;
import io.engram.consolidation.spark.ColumnRefusedException;
import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.DataRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** What the model refuses about a table, in the words of the command line. */
final class ScoringRefusals {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "inputCol", "--text-col or --image-col",
          "pairCol", "--text-pair-col",
          "taskCol", "--task-col",
          "keyCols", "--key-cols");

  private ScoringRefusals() {}

  /** The refusal in a chain of causes; empty when it is none. */
  static Optional<DataRefusedException> of(Throwable thrown, ScoreRequest request) {
    for (Throwable t : ExceptionUtils.getThrowableList(thrown)) {
      if (t instanceof BadRowException bad) {
        return Optional.of(refused(request.input(), problem(bad), thrown));
      }
      if (t instanceof ColumnRefusedException column) {
        return Optional.of(refused(request.input(), problem(column, request), thrown));
      }
    }
    return Optional.empty();
  }

  private static DataProblem problem(BadRowException bad) {
    return new DataProblem(
        "bad-row",
        bad.column(),
        null,
        List.of(bad.row()),
        1,
        bad.problem(),
        "Mend the row, or give --on-bad-rows skip (leave such rows out) or keep (give them the"
            + " reason and no prediction).");
  }

  private static DataProblem problem(ColumnRefusedException refused, ScoreRequest request) {
    String option =
        refused.param().equals("taskCol") && request.tasks().addsColumn()
            ? "--task-as"
            : OPTIONS.get(refused.param());
    return new DataProblem(
        "column",
        refused.column(),
        null,
        List.of(),
        0,
        refused.problem(),
        option == null ? "Rename it." : "Name another column by " + option + ", or rename it.");
  }

  private static DataRefusedException refused(
      InputSpec input, DataProblem problem, Throwable cause) {
    DataRefusedException refused = new DataRefusedException(null, input.uri(), List.of(problem));
    refused.initCause(cause);
    return refused;
  }
}
