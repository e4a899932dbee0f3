package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * One figure of a method by seed and order of the tasks, and what it says about other seeds and
 * orders. Cells of one seed share the trained adapters, cells of one order what came before what:
 * they are not independent, and an interval that took them for it would be too narrow.
 *
 * @param values by seed, then by order; a cell without the figure is not in it
 */
record Replicates(SortedMap<Long, SortedMap<Integer, Double>> values) {

  static Replicates of(List<Cell> cells, Function<Cell, Double> figure) {
    Replicates replicates = new Replicates(new TreeMap<>());
    for (Cell cell : cells) {
      Double value = figure.apply(cell);
      if (value != null) {
        replicates.put(cell.key().seed(), cell.key().order(), value);
      }
    }
    return replicates;
  }

  /** Of which cell a value is. */
  record Key(long seed, int order) {}

  Set<Key> keys() {
    Set<Key> keys = new HashSet<>();
    values.forEach((seed, orders) -> orders.keySet().forEach(o -> keys.add(new Key(seed, o))));
    return keys;
  }

  /** The values of these cells alone. */
  Replicates at(Set<Key> cells) {
    Replicates some = new Replicates(new TreeMap<>());
    for (Key cell : cells) {
      some.put(cell.seed(), cell.order(), values.get(cell.seed()).get(cell.order()));
    }
    return some;
  }

  private void put(long seed, int order, double value) {
    values.computeIfAbsent(seed, s -> new TreeMap<>()).put(order, value);
  }

  /** These less the others, where both have a value. */
  Replicates less(Replicates others) {
    Replicates differences = new Replicates(new TreeMap<>());
    values.forEach(
        (seed, orders) ->
            orders.forEach(
                (order, value) -> {
                  Double other = others.values.getOrDefault(seed, new TreeMap<>()).get(order);
                  if (other != null) {
                    differences.put(seed, order, value - other);
                  }
                }));
    return differences;
  }

  /**
   * Mean and 95 % interval. Of all orders of all seeds: seeds and orders are two crossed random
   * effects, so the variance of the mean is {@code (MS_seeds + MS_orders - MS_rest) / cells}, its
   * degrees of freedom are Satterthwaite's (1946), and it is never less than that of independent
   * cells. Of some cells only: the widest interval of those over the means of the seeds, over the
   * means of the orders, and over all cells as if they were independent.
   */
  Interval interval() {
    Collection<SortedMap<Integer, Double>> seeds = values.values();
    boolean whole =
        seeds.size() > 1
            && first().size() > 1
            && seeds.stream().allMatch(orders -> orders.keySet().equals(first().keySet()));
    return whole
        ? crossed(seeds.stream().map(Replicates::array).toArray(double[][]::new))
        : widest(seeds);
  }

  private Interval widest(Collection<SortedMap<Integer, Double>> seeds) {
    SortedMap<Integer, List<Double>> byOrder = new TreeMap<>();
    seeds.forEach(
        orders ->
            orders.forEach(
                (order, value) ->
                    byOrder.computeIfAbsent(order, o -> new ArrayList<>()).add(value)));
    Interval cells =
        Interval.of(
            byOrder.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray());
    Interval ofSeeds = Interval.of(seeds.stream().mapToDouble(o -> mean(o.values())).toArray());
    Interval ofOrders =
        Interval.of(byOrder.values().stream().mapToDouble(Replicates::mean).toArray());
    double halfWidth =
        Stream.of(cells, ofSeeds, ofOrders)
            .mapToDouble(Interval::halfWidth)
            .filter(width -> !Double.isNaN(width))
            .max()
            .orElse(Double.NaN);
    return new Interval(cells.count(), cells.mean(), halfWidth);
  }

  private SortedMap<Integer, Double> first() {
    return values.get(values.firstKey());
  }

  private static double[] array(SortedMap<Integer, Double> orders) {
    return orders.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(Collection<Double> values) {
    return Interval.of(values).mean();
  }

  /**
   * @param cells {@code [seeds, orders]}, two of each at least
   */
  private static Interval crossed(double[][] cells) {
    int seeds = cells.length;
    int orders = cells[0].length;
    double[] ofSeed = new double[seeds];
    double[] ofOrder = new double[orders];
    SummaryStatistics all = new SummaryStatistics();
    for (int s = 0; s < seeds; s++) {
      for (int o = 0; o < orders; o++) {
        ofSeed[s] += cells[s][o] / orders;
        ofOrder[o] += cells[s][o] / seeds;
        all.addValue(cells[s][o]);
      }
    }
    double rest = 0;
    for (int s = 0; s < seeds; s++) {
      for (int o = 0; o < orders; o++) {
        double left = cells[s][o] - ofSeed[s] - ofOrder[o] + all.getMean();
        rest += left * left / ((seeds - 1) * (orders - 1));
      }
    }
    double bySeed = orders * StatUtils.variance(ofSeed);
    double byOrder = seeds * StatUtils.variance(ofOrder);
    double squares = bySeed + byOrder - rest;
    double freedom = all.getN() - 1;
    if (squares > all.getVariance()) {
      double satterthwaite =
          squares
              * squares
              / (bySeed * bySeed / (seeds - 1)
                  + byOrder * byOrder / (orders - 1)
                  + rest * rest / ((seeds - 1) * (orders - 1)));
      freedom = Math.max(Math.min(seeds, orders) - 1, Math.min(freedom, satterthwaite));
    }
    double error = Math.sqrt(Math.max(squares, all.getVariance()) / all.getN());
    double quantile = new TDistribution(freedom).inverseCumulativeProbability(Interval.UPPER);
    return new Interval((int) all.getN(), all.getMean(), quantile * error);
  }
}
