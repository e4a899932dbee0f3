package io.engram.consolidation.routing;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.prediction.Prediction;
import io.engram.adapters.prediction.RoutedPrediction;
import io.engram.adapters.prediction.RowRouter.Route;
import java.io.Serializable;

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
   * One row.
   *
   * @param asked answer of the row's own task
   * @param route where a router puts the row
   * @param labels classes of its own task
   * @param label its class
   */
  public static RoutedAccuracy of(Prediction asked, Route route, LabelSpace labels, int label) {
    boolean home = route.task().equals(asked.task());
    boolean routed =
        home && RoutedPrediction.of(asked, route, labels).prediction().index() == label;
    boolean direct = home && labels.indexOf(route.label()) == label;
    return new RoutedAccuracy(
        1, count(asked.index() == label), count(home), count(routed), count(direct));
  }

  private static long count(boolean right) {
    return right ? 1 : 0;
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
