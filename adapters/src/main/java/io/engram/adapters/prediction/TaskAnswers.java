package io.engram.adapters.prediction;

import io.engram.adapters.Head;
import io.engram.adapters.prediction.ServingModel.ServedTask;

/**
 * Logits of passes to predictions of tasks; where a task has a second head, the sum of both.
 *
 * @param model what is served
 * @param slots its weights
 */
record TaskAnswers(ServingModel model, Slots slots) {

  /**
   * Whether a task has a second head.
   *
   * @param task one of the model
   */
  boolean hasSecond(String task) {
    return slots.second().answers(task);
  }

  /** Whether some task has one. */
  boolean haveSecond() {
    return !slots.second().isEmpty();
  }

  /**
   * @param logits of all heads of the task's pass, {@code [rows, logits]} row-major
   * @param row which of these
   * @param second of all second heads, row-major; may be null where the task has none
   * @param secondRow which of these
   */
  Prediction of(
      String task, float[] logits, int row, float[] second, int secondRow, boolean truncated) {
    ServedTask served = model.tasks().get(task);
    Head head = served.head();
    int classes = head.labels().size();
    float[] sum = slots.heads().get(slots.pass(task)).slice(logits, row, task, classes);
    if (hasSecond(task)) {
      float[] more = slots.second().slice(second, secondRow, task, classes);
      for (int c = 0; c < classes; c++) {
        sum[c] += more[c];
      }
    }
    return Prediction.of(task, head.labels(), sum, truncated);
  }
}
