package io.engram.consolidation.routing;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RandomSums;
import io.engram.consolidation.statistics.RidgeSums;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Ridge regression over all classes of all tasks on random features, from sums that are kept. */
final class RidgeRouting {
  private RidgeRouting() {}

  /**
   * @param labels all classes, in the order of the statistics
   * @param validate compares heads on the rows that the sums do not hold
   * @return a head whose logits say how sure it is; empty where a task has no such sums, or sums of
   *     other features
   */
  static Optional<Head> head(
      LabelSpace labels,
      Collection<ClassStatistics> statistics,
      Function<List<Contender>, ContenderCounts> validate) {
    List<RandomSums> sums = statistics.stream().flatMap(of -> of.random().stream()).toList();
    List<RandomFeatures> features = sums.stream().map(RandomSums::features).distinct().toList();
    if (sums.size() < statistics.size() || features.size() != 1) {
      return Optional.empty();
    }
    RidgeSums all = RidgeSums.union(sums.stream().map(RandomSums::sums).toList());
    return Optional.of(ClosedFormGrid.ranpac(labels, features.get(0), all).choose(validate).head());
  }
}
