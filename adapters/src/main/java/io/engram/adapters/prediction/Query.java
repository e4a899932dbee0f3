package io.engram.adapters.prediction;

import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.RowInput;

/**
 * One row to predict.
 *
 * @param input what the row holds, or the same made ready before
 * @param task id of the task that is asked; null only where all tasks are asked
 */
public record Query(RowInput input, String task) {

  /**
   * A text, or a pair of texts.
   *
   * @param pair second text or null
   */
  public Query(String text, String pair, String task) {
    this(new RawInput.Text(text, pair), task);
  }
}
