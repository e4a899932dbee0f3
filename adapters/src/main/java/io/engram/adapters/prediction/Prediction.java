package io.engram.adapters.prediction;

import io.engram.adapters.LabelSpace;

/**
 * The answer of one task for one row.
 *
 * @param task task id
 * @param label predicted class
 * @param index its index in the task's classes
 * @param probability softmax over the task's classes, sums to 1
 * @param truncated whether the text was cut at the maximum length
 */
public record Prediction(
    String task, String label, int index, float[] probability, boolean truncated) {

  /**
   * @param logits one a class, in the order of the label space
   */
  public static Prediction of(String task, LabelSpace labels, float[] logits, boolean truncated) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    double[] exponentials = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      exponentials[c] = Math.exp((double) logits[c] - logits[best]);
      sum += exponentials[c];
    }
    float[] probability = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probability[c] = (float) (exponentials[c] / sum);
    }
    return new Prediction(task, labels.name(best), best, probability, truncated);
  }
}
