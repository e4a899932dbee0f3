package io.engram.consolidation.routing;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.RoutedPrediction;
import io.engram.adapters.prediction.TaskPredictor;
import io.engram.adapters.training.FeatureRow;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * Labelled rows of one task or of many, answered with their task's id and without it. Combinable.
 *
 * @param rows all of them
 * @param trueId right when the row's own task is asked
 * @param toOwnTask routed to the row's own task
 * @param routed right when the task is asked that the router found: that is, routed to the own task
 *     and given the right class there
 * @param direct right by the router's nearest class alone, without slot and head
 */
public record RoutedAccuracy(long rows, long trueId, long toOwnTask, long routed, long direct)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** No rows. */
  public static final RoutedAccuracy NONE = new RoutedAccuracy(0, 0, 0, 0, 0);

  /**
   * @param predictor made with a router
   * @param task the rows' own
   * @param rows with pooled features and labels in the order of the task's classes, and hidden
   *     states where a task has an adapter
   */
  public static RoutedAccuracy of(TaskPredictor predictor, String task, List<FeatureRow> rows) {
    LabelSpace labels = predictor.model().tasks().get(task).head().labels();
    List<Prediction> asked = predictor.predictFeatures(rows, task);
    List<RoutedPrediction> found = predictor.predictFeaturesRouted(rows);
    BitSet right = new BitSet();
    BitSet own = new BitSet();
    BitSet direct = new BitSet();
    for (int i = 0; i < rows.size(); i++) {
      int label = rows.get(i).label();
      boolean home = found.get(i).route().task().equals(task);
      right.set(i, asked.get(i).index() == label);
      own.set(i, home);
      direct.set(i, home && labels.indexOf(found.get(i).route().label()) == label);
    }
    return of(rows.size(), right, own, direct);
  }

  /**
   * Rows by their position.
   *
   * @param right answered rightly when their own task is asked
   * @param own routed to their own task
   * @param direct given their own class by the router, which is in their own task
   */
  public static RoutedAccuracy of(int rows, BitSet right, BitSet own, BitSet direct) {
    BitSet routed = (BitSet) right.clone();
    routed.and(own);
    return new RoutedAccuracy(
        rows, right.cardinality(), own.cardinality(), routed.cardinality(), direct.cardinality());
  }

  public RoutedAccuracy merge(RoutedAccuracy other) {
    return new RoutedAccuracy(
        rows + other.rows,
        trueId + other.trueId,
        toOwnTask + other.toOwnTask,
        routed + other.routed,
        direct + other.direct);
  }

  /** Accuracy when the task is known; NaN without rows. */
  public double trueIdAccuracy() {
    return share(trueId);
  }

  /** Share of the rows that are routed to their own task; NaN without rows. */
  public double routingAccuracy() {
    return share(toOwnTask);
  }

  /** Accuracy of task and class together when the task is not known; NaN without rows. */
  public double routedAccuracy() {
    return share(routed);
  }

  /** Accuracy of the closed form that routes, taken as the classifier; NaN without rows. */
  public double directAccuracy() {
    return share(direct);
  }

  private double share(long right) {
    return rows == 0 ? Double.NaN : (double) right / rows;
  }
}
