package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.HeadStack;
import io.engram.adapters.LabelSpace;
import io.engram.consolidation.task.TaskClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heads of several tasks as one, whose classes are named with their tasks, and back. */
public final class TaskHeads {
  private TaskHeads() {}

  /** Classes of all tasks in their order, by {@link TaskClass} names. */
  public static LabelSpace classes(Map<String, LabelSpace> tasks) {
    List<String> names = new ArrayList<>();
    tasks.forEach(
        (task, labels) -> labels.classes().forEach(name -> names.add(TaskClass.name(task, name))));
    return new LabelSpace(names);
  }

  /** One head over all classes. */
  public static Head joined(Map<String, Head> heads) {
    Map<String, LabelSpace> labels = new LinkedHashMap<>();
    heads.forEach((task, head) -> labels.put(task, head.labels()));
    return new Head(
        classes(labels), HeadStack.weight(heads.values()), HeadStack.bias(heads.values()));
  }

  /**
   * The heads of one that was {@link #joined}.
   *
   * @param tasks in the order in which they were joined
   */
  public static Map<String, Head> split(Head joined, Map<String, LabelSpace> tasks) {
    if (!joined.labels().equals(classes(tasks))) {
      throw new IllegalArgumentException(
          "a head of classes " + joined.labels().classes() + " is not one of tasks " + tasks);
    }
    List<Head> split =
        HeadStack.split(joined.weight().values(), joined.bias().values(), tasks.values());
    Map<String, Head> heads = new LinkedHashMap<>();
    for (String task : tasks.keySet()) {
      heads.put(task, split.get(heads.size()));
    }
    return heads;
  }
}
