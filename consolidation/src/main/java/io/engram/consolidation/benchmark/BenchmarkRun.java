package io.engram.consolidation.benchmark;

import java.util.List;
import java.util.SortedMap;

/**
 * A benchmark with all its finished cells: what the report and the summary are pure functions of.
 *
 * @param experiment its name
 * @param sentence what was compared, for people
 * @param tasks ids with the number of their training and test rows and classes, in order 0
 * @param methods names in the order of the experiment file, with what they are
 * @param seeds seeds of the runs
 * @param orders number of task orders
 * @param environment machine, library versions, hashes of data and backbone
 * @param cells finished ones; a run that was stopped has fewer than methods times seeds times
 *     orders
 */
public record BenchmarkRun(
    String experiment,
    String sentence,
    List<TaskFacts> tasks,
    List<MethodFacts> methods,
    List<Long> seeds,
    int orders,
    SortedMap<String, String> environment,
    List<Cell> cells) {

  /**
   * @param id task
   * @param classes names
   * @param trainRows rows that are learnt
   * @param testRows rows that are scored
   */
  public record TaskFacts(String id, List<String> classes, long trainRows, long testRows) {}

  /**
   * @param name in the experiment file
   * @param description one line for people
   * @param complexity rank of how much machinery the method needs, from 0; of methods that are as
   *     good as each other the one with the lowest rank is marked
   * @param reference whether it is a line to compare with and no choice, such as one that keeps all
   *     old data: it is never the best
   */
  public record MethodFacts(String name, String description, int complexity, boolean reference) {}

  public BenchmarkRun {
    tasks = List.copyOf(tasks);
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
    cells = List.copyOf(cells);
  }
}
