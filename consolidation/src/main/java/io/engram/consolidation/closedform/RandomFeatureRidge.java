package io.engram.consolidation.closedform;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.statistics.RidgeSums;
import java.util.Optional;

/** Ridge regression of one-hot classes on random ReLU features (McDonnell et al. 2023, RanPAC). */
public final class RandomFeatureRidge {
  private RandomFeatureRidge() {}

  /**
   * @param sums over the rows, of these features
   * @param ridge as a share of the mean square of a feature, greater than 0
   * @return a head on the features, whose logits have mean zero
   */
  public static Head head(
      LabelSpace labels, RandomFeatures features, RidgeSums sums, double ridge) {
    double[][] weights = sums.solve(ridge * sums.meanSquare());
    return LinearHeads.centred(labels, Optional.of(features), weights, new double[labels.size()]);
  }
}
