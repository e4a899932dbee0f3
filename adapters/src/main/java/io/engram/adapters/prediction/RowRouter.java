package io.engram.adapters.prediction;

import java.util.function.Predicate;

/** Finds the task of a row that names none, from its frozen features. Safe for several threads. */
public interface RowRouter {

  /**
   * @param pooled pooled output of the plain backbone, {@code [hidden]}
   * @param among tasks that the row may be of, at least one of those learnt
   */
  Route route(float[] pooled, Predicate<String> among);

  /** Among all tasks. */
  default Route route(float[] pooled) {
    return route(pooled, task -> true);
  }

  /**
   * Where a row belongs.
   *
   * @param task id of the task
   * @param label class which the router itself takes the row for, of that task
   * @param classes probability of each class of that task by the router, in the order of its label
   *     space; sums to 1
   * @param confidence probability of the task, in [0, 1]; 1 where there is no other
   * @param novelty share of the rows known to be of some task that are more typical than this one,
   *     in [0, 1]: near 1 it is like nothing that was learnt; NaN where no rows were kept to tell
   */
  record Route(String task, String label, float[] classes, double confidence, double novelty) {}
}
