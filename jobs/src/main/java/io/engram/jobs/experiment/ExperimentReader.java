package io.engram.jobs.experiment;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.engram.consolidation.benchmark.TaskOrder;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.task.TaskId;
import io.engram.jobs.config.ConfigException;
import io.engram.jobs.config.JobConfig;
import io.engram.jobs.experiment.Experiment.Data;
import io.engram.jobs.experiment.Experiment.Method;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.experiment.Experiment.Tables;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads an experiment file. Everything that is wrong with it is said at once.
 *
 * @param learn settings of a method, of the keys in section {@code learn} of the configuration
 * @param input a table, of the keys in section {@code input}
 */
public record ExperimentReader(
    Function<JobConfig, LearnSettings> learn, BiFunction<String, JobConfig, InputSpec> input) {
  private static final Set<String> KEYS =
      Set.of(
          "sentence",
          "data",
          "tasks",
          "validation",
          "tuning-tasks",
          "shared-classes",
          "seeds",
          "orders",
          "learn",
          "methods");
  private static final int ALL_TASKS = 1_000_000;
  private static final int USUAL_ORDERS = 3;
  private static final String NAME = "[a-z0-9][a-z0-9.-]{0,63}";

  /**
   * @throws ConfigException with every problem
   */
  public Experiment read(ExperimentFile file) {
    List<String> problems = new ArrayList<>();
    FileSection root = new FileSection("", file.values().root(), problems);
    root.onlyKeys(KEYS);
    List<Long> seeds = root.numbers("seeds", List.of(0L, 1L, 2L));
    Data data = data(root, problems);
    MethodReader reader = MethodReader.of(root, learn, problems);
    List<Method> methods = methods(root, reader, problems);
    double validation = root.fraction("validation", 0.1);
    int tuningTasks = (int) root.atLeast("tuning-tasks", 2, ALL_TASKS);
    boolean sharedClasses = root.flag("shared-classes", false);
    int most = data == null ? Integer.MAX_VALUE : TaskOrder.most(data.size());
    int orders = (int) root.atLeast("orders", 1, Math.min(USUAL_ORDERS, most));
    if (orders > most) {
      problems.add(
          root.at("orders") + data.size() + " tasks have " + most + " orders; orders is " + orders);
    }
    String sentence = root.text("sentence", file.name());
    if (!problems.isEmpty()) {
      throw new ConfigException(file.origin(), problems);
    }
    return new Experiment(
        file.name(),
        sentence,
        data,
        validation,
        tuningTasks,
        sharedClasses,
        seeds,
        orders,
        reader.common(),
        methods);
  }

  private Data data(FileSection root, List<String> problems) {
    if (root.has("data") == root.has("tasks")) {
      problems.add("one of data and tasks says what is learnt; the file has both or neither");
      return null;
    }
    return root.has("tasks") ? tables(root, problems) : dataSet(root, problems);
  }

  private static Data dataSet(FileSection root, List<String> problems) {
    FileSection data = root.section("data");
    data.onlyKeys(Set.of("set", "tasks", "rows-per-class"));
    String name = data.text("set", "");
    Optional<DataSet> set = DataSets.named(name);
    if (set.isEmpty()) {
      problems.add(data.at("set") + "no data set '" + name + "'; there are " + DataSets.names());
      return null;
    }
    int tasks = (int) data.atLeast("tasks", 2, set.get().usual());
    int most = set.get().most().orElse(tasks);
    if (tasks > most) {
      problems.add(data.at("tasks") + "data.tasks is at most " + most + ", got " + tasks);
    }
    return new Prepared(set.get(), tasks, (int) data.atLeast("rows-per-class", 8, 300));
  }

  private Data tables(FileSection root, List<String> problems) {
    List<Table> tables = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (FileSection task : root.sections("tasks")) {
      String id = task.text("id", "");
      if (id.isEmpty() || !task.has("input")) {
        problems.add(task.at("id") + "each of tasks needs id and input");
      }
      problem(id, ids).ifPresent(problem -> problems.add(task.at("id") + problem));
      ConfigObject columns = task.without(Set.of("id", "input"));
      try {
        JobConfig config = JobConfig.overlay("task " + id, columns.atKey("input"));
        tables.add(new Table(id, input.apply(task.text("input", ""), config)));
      } catch (ConfigException e) {
        e.problems().forEach(problem -> problems.add("task " + id + ": " + problem));
      }
    }
    if (tables.size() < 2) {
      problems.add("tasks needs at least two");
    }
    return new Tables(tables);
  }

  private static Optional<String> problem(String id, Set<String> before) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    try {
      return before.add(new TaskId(id).value())
          ? Optional.empty()
          : Optional.of("two tasks are named '" + id + "'");
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static List<Method> methods(
      FileSection root, MethodReader reader, List<String> problems) {
    List<Method> methods = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FileSection section : root.sections("methods")) {
      String name = section.text("name", "");
      if (!name.matches(NAME)) {
        problems.add(section.at("name") + "a method's name is like ada-k4, got '" + name + "'");
      } else if (!names.add(name)) {
        problems.add(section.at("name") + "two methods are named '" + name + "'");
      } else {
        methods.add(reader.read(name, section));
      }
    }
    if (methods.isEmpty()) {
      problems.add("methods is empty: there is nothing to compare");
    }
    List<Integer> grids =
        methods.stream()
            .filter(method -> !tunesItself(method))
            .map(method -> method.points().size())
            .distinct()
            .toList();
    if (grids.size() > 1 && problems.isEmpty()) {
      problems.add(
          "grids differ in size, so that some methods are tuned harder: " + sizes(methods));
    }
    return methods;
  }

  private static boolean tunesItself(Method method) {
    return method.points().stream()
        .allMatch(point -> Strategies.named(point.settings().strategy()).tunesItself());
  }

  private static String sizes(List<Method> methods) {
    return String.join(
        ", ",
        methods.stream().map(method -> method.name() + " " + method.points().size()).toList());
  }

  /** File and line of a value, for messages: an experiment may include another. */
  static String line(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    // An included address has neither of the two; a description would name the line as well.
    String from =
        Stream.of(origin.filename(), origin.resource())
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(() -> origin.withLineNumber(-1).description());
    return origin.lineNumber() < 0
        ? ""
        : from.substring(from.lastIndexOf('/') + 1) + ", line " + origin.lineNumber() + ": ";
  }
}
