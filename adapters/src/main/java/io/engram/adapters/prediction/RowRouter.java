package io.engram.adapters.prediction;

/** Finds the task of a row that names none, from its frozen features. Safe for several threads. */
public interface RowRouter {

  /**
   * @param pooled pooled output of the plain backbone, {@code [hidden]}
   */
  Route route(float[] pooled);

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
