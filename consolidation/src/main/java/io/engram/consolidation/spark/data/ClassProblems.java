package io.engram.consolidation.spark.data;

import io.engram.consolidation.task.DataProblem;
import io.engram.consolidation.task.SplitCounts;
import io.engram.consolidation.task.TaskColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What is wrong with the classes of a table whose rows are all in order. */
final class ClassProblems {
  private static final int SHOWN = 5;
  private static final int SHOWN_CHARACTERS = 60;
  private static final int FEW_CLASSES = 10;

  private final List<DataProblem> problems = new ArrayList<>();
  private final TaskColumns columns;
  private final DataLimits limits;

  private ClassProblems(TaskColumns columns, DataLimits limits) {
    this.columns = columns;
    this.limits = limits;
  }

  static List<DataProblem> of(TableSummary summary, TaskColumns columns, DataLimits limits) {
    ClassProblems found = new ClassProblems(columns, limits);
    found.look(summary);
    return found.problems;
  }

  private void look(TableSummary summary) {
    SortedMap<String, SplitCounts> counts = summary.counts();
    int classes = counts.size();
    if (classes > limits.maxClasses()) {
      add(
          "label-not-categorical",
          null,
          "label column '"
              + columns.label()
              + "' has more than "
              + limits.maxClasses()
              + " classes, such as "
              + examples(counts),
          "Name the column that holds the class.");
    } else if (classes > FEW_CLASSES && classes > summary.rows() / 2) {
      add(
          "label-not-categorical",
          null,
          "label column '"
              + columns.label()
              + "' has "
              + classes
              + " classes in "
              + summary.rows()
              + " rows, nearly one a row, such as "
              + examples(counts),
          "Name the column that holds the class.");
    } else if (classes < 2) {
      add(
          "one-class",
          classes == 0 ? null : counts.firstKey(),
          classes == 0 ? "there are no rows" : "all rows have the class " + examples(counts),
          "A task needs at least two classes.");
    } else {
      small(counts);
    }
  }

  private void small(SortedMap<String, SplitCounts> counts) {
    int more = 0;
    for (Map.Entry<String, SplitCounts> entry : counts.entrySet()) {
      long rows = entry.getValue().total();
      boolean untrained = entry.getValue().train() == 0;
      if (rows >= limits.minRowsPerClass() && !untrained) {
        continue;
      }
      if (problems.size() == SHOWN) {
        more++;
      } else if (rows < limits.minRowsPerClass()) {
        add(
            "small-class",
            entry.getKey(),
            "class '" + shown(entry.getKey()) + "' has " + rows + (rows == 1 ? " row" : " rows"),
            "A class needs at least "
                + limits.minRowsPerClass()
                + ": add rows, or merge or leave out the class.");
      } else {
        add(
            "untrained-class",
            entry.getKey(),
            "class '" + shown(entry.getKey()) + "' has no training row among its " + rows + " rows",
            columns.split() == null
                ? "Add rows, or say by a split column which rows are for training."
                : "Give some of its rows the split train.");
      }
    }
    if (more > 0) {
      add(
          "small-class",
          null,
          more + " more classes have too few rows",
          "Is '" + columns.label() + "' the column that holds the class?");
    }
  }

  private void add(String code, String className, String message, String remedy) {
    problems.add(new DataProblem(code, columns.label(), className, List.of(), 0, message, remedy));
  }

  private static String examples(SortedMap<String, SplitCounts> counts) {
    return String.join(
        ", ",
        counts.keySet().stream().limit(SHOWN).map(name -> '\'' + shown(name) + '\'').toList());
  }

  private static String shown(String name) {
    return name.length() > SHOWN_CHARACTERS ? name.substring(0, SHOWN_CHARACTERS) + "..." : name;
  }
}
