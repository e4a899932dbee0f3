package io.engram.adapters.prediction;

import io.engram.adapters.LabelSpace;

/**
 * The answer for a row that named no task.
 *
 * @param prediction of the task that the router found: by its slot and head, and with half of their
 *     weight by the router
 * @param route where the router put the row
 */
public record RoutedPrediction(Prediction prediction, RowRouter.Route route) {
  /**
   * Of the router's opinion, against 1 of the head's. As much as the head's helps most where heads
   * are weak (raw BERT-base) and costs half a point where they are strong (Debian's sections); half
   * of it keeps most of the one and costs nothing of the other.
   */
  private static final double ROUTERS_WEIGHT = 0.5;

  /**
   * The router has looked at the row anyway, at frozen features, where it errs on other rows than
   * an adapter does: the class is that of the weighted mean of both opinions' logits.
   *
   * @param ofTask by slot and head of the task that the router found
   * @param labels classes of that task
   */
  public static RoutedPrediction of(Prediction ofTask, RowRouter.Route route, LabelSpace labels) {
    if (route.classes().length != labels.size()) {
      throw new IllegalArgumentException(
          "task %s has %d classes, the router knows %d of it"
              .formatted(ofTask.task(), labels.size(), route.classes().length));
    }
    float[] mean = new float[labels.size()];
    for (int c = 0; c < mean.length; c++) {
      double both =
          logarithm(ofTask.probability()[c]) + ROUTERS_WEIGHT * logarithm(route.classes()[c]);
      mean[c] = (float) (both / (1 + ROUTERS_WEIGHT));
    }
    return new RoutedPrediction(
        Prediction.of(ofTask.task(), labels, mean, ofTask.truncated()), route);
  }

  /** Finite where a probability is too small for a number. */
  private static double logarithm(float probability) {
    return Math.log(Math.max(probability, Float.MIN_VALUE));
  }
}
