package io.engram.jobs.experiment;

import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnSettings;
import java.util.List;
import java.util.SortedMap;

/**
 * A benchmark as an experiment file describes it.
 *
 * @param name of the file
 * @param sentence what is compared, for people
 * @param data where the tasks come from
 * @param validation share of the training rows that are held out for validation, in tables that
 *     have none
 * @param tuningTasks on how many tasks, the first of order 0, grids are tried at most
 * @param sharedClasses whether two tasks may have a class of the same name
 * @param seeds of the runs
 * @param orders number of task orders
 * @param common settings of all methods
 * @param methods what is compared
 */
public record Experiment(
    String name,
    String sentence,
    Data data,
    double validation,
    int tuningTasks,
    boolean sharedClasses,
    List<Long> seeds,
    int orders,
    LearnSettings common,
    List<Method> methods) {

  public Experiment {
    seeds = List.copyOf(seeds);
    methods = List.copyOf(methods);
  }

  /** Where the tasks of a benchmark come from. */
  public sealed interface Data {
    /** Number of tasks. */
    int size();

    /** The first tasks only. */
    Data first(int tasks);
  }

  /**
   * Tasks of a data set that the program prepares.
   *
   * @param tasks the first so many
   * @param rowsPerClass at most, all splits together
   */
  public record Prepared(DataSet set, int tasks, int rowsPerClass) implements Data {
    @Override
    public int size() {
      return tasks;
    }

    @Override
    public Data first(int count) {
      return new Prepared(set, count, rowsPerClass);
    }
  }

  /** Tables of the user's own. */
  public record Tables(List<Table> tasks) implements Data {
    public Tables {
      tasks = List.copyOf(tasks);
    }

    @Override
    public int size() {
      return tasks.size();
    }

    @Override
    public Data first(int count) {
      return new Tables(tasks.subList(0, count));
    }
  }

  /**
   * @param id of the task
   * @param input its rows
   */
  public record Table(String id, InputSpec input) {}

  /**
   * A method that is compared.
   *
   * @param name folder of its cells
   * @param description one line for people
   * @param complexity rank of how much machinery it needs, from 0
   * @param reference whether it is a line to compare with and no choice
   * @param points what it is tuned over; one point when there is nothing to choose
   */
  public record Method(
      String name, String description, int complexity, boolean reference, List<Point> points) {
    public Method {
      points = List.copyOf(points);
    }

    public boolean tuned() {
      return points.size() > 1;
    }
  }

  /**
   * One point of a method's grid.
   *
   * @param values what distinguishes it, by setting
   * @param settings all of them
   * @param resolved all of them as text, for the record
   */
  public record Point(
      SortedMap<String, String> values,
      LearnSettings settings,
      SortedMap<String, String> resolved) {}
}
