package io.engram.adapters.prediction;

import io.engram.adapters.LabelSpace;

/**
 * The answer for a row that named no task.
 *
 * @param prediction of the task that the router found: logits of its slot and head, averaged with
 *     those of the router
 * @param route where the router put the row
 */
public record RoutedPrediction(Prediction prediction, RowRouter.Route route) {

  /**
   * The router has looked at the row anyway, at frozen features, where it errs on other rows than
   * an adapter does: the class is that of the mean of both opinions' logits.
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
      mean[c] = (float) (logarithm(ofTask.probability()[c]) + logarithm(route.classes()[c])) / 2;
    }
    return new RoutedPrediction(
        Prediction.of(ofTask.task(), labels, mean, ofTask.truncated()), route);
  }

  /** Finite where a probability is too small for a number. */
  private static double logarithm(float probability) {
    return Math.log(Math.max(probability, Float.MIN_VALUE));
  }
}
