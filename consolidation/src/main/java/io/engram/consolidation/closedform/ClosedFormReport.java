package io.engram.consolidation.closedform;

import java.util.List;

/**
 * How a closed-form head was chosen.
 *
 * @param method name of its strategy
 * @param grid what was tried, each on the same validation rows
 * @param chosen index of the one that was kept: the most accurate, of several the one with the
 *     least cross-entropy; the default where there are no validation rows
 * @param scale factor on its logits, for the least cross-entropy
 * @param validationRows rows that chose
 */
public record ClosedFormReport(
    String method, List<Point> grid, int chosen, double scale, long validationRows) {

  /**
   * @param setting what was tried, in words
   * @param accuracy on validation rows; NaN without any
   * @param loss cross-entropy at the best scale; NaN without any
   */
  public record Point(String setting, double accuracy, double loss) {}

  public ClosedFormReport {
    grid = List.copyOf(grid);
  }

  /** Accuracy on validation rows; NaN without any. */
  public double validationAccuracy() {
    return grid.get(chosen).accuracy();
  }
}
