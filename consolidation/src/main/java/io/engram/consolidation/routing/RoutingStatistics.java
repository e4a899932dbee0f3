package io.engram.consolidation.routing;

import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RandomSums;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.strategy.RouterRule;
import java.util.function.Function;

/** What a task keeps so that its rows are found without its id. */
public final class RoutingStatistics {
  private RoutingStatistics() {}

  /**
   * @param statistics of the task's classes
   * @param rule which router they are for
   * @param sums counts random features over the training rows; asked only where the rule needs them
   */
  public static ClassStatistics of(
      ClassStatistics statistics, RouterRule rule, Function<RandomFeatures, RidgeSums> sums) {
    if (!rule.keepsRandomFeatures()) {
      return statistics;
    }
    RandomFeatures features = ClosedFormGrid.routing(statistics.hidden());
    return statistics.withRandom(new RandomSums(features, sums.apply(features)));
  }
}
