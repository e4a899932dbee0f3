package io.engram.jobs.report.benchmark;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Seeds and orders over which methods can be compared, where not every method has been run with
 * all: of the sets of cells that a method has, the one that brings most cells of methods into the
 * comparison. One method that was run with more seeds, or with fewer, then changes nothing for the
 * others.
 *
 * @param size number of these cells
 * @param accuracies of every method that has all of them, over these alone, by name
 */
record SharedCells(int size, SortedMap<String, Replicates> accuracies) {

  static SharedCells of(Map<String, Replicates> methods) {
    List<Set<Replicates.Key>> sets =
        methods.values().stream().map(Replicates::keys).distinct().toList();
    Set<Replicates.Key> best =
        sets.stream()
            .filter(cells -> cells.size() > 1)
            .max(
                Comparator.<Set<Replicates.Key>>comparingInt(
                        cells -> cells.size() * having(cells, methods))
                    .thenComparingInt(Set::size)
                    .thenComparingInt(Set::hashCode))
            .orElse(Set.of());
    SortedMap<String, Replicates> accuracies = new TreeMap<>();
    methods.forEach(
        (name, of) -> {
          if (!best.isEmpty() && of.keys().containsAll(best)) {
            accuracies.put(name, of.at(best));
          }
        });
    return new SharedCells(best.size(), accuracies);
  }

  private static int having(Set<Replicates.Key> cells, Map<String, Replicates> methods) {
    return (int)
        methods.values().stream().filter(of -> new HashSet<>(of.keys()).containsAll(cells)).count();
  }
}
