package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.consolidation.task.TaskClass;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
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
    LabelSpace classes = classes(labels);
    int hidden = heads.values().iterator().next().hidden();
    float[] weight = new float[classes.size() * hidden];
    float[] bias = new float[classes.size()];
    int at = 0;
    for (Head head : heads.values()) {
      System.arraycopy(
          head.weight().values(), 0, weight, at * hidden, head.weight().values().length);
      System.arraycopy(head.bias().values(), 0, bias, at, head.bias().values().length);
      at += head.labels().size();
    }
    return new Head(
        classes, FloatTensor.matrix(classes.size(), hidden, weight), FloatTensor.vector(bias));
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
    Map<String, Head> heads = new LinkedHashMap<>();
    int hidden = joined.hidden();
    int from = 0;
    for (Map.Entry<String, LabelSpace> task : tasks.entrySet()) {
      int to = from + task.getValue().size();
      float[] weight = Arrays.copyOfRange(joined.weight().values(), from * hidden, to * hidden);
      heads.put(
          task.getKey(),
          new Head(
              task.getValue(),
              FloatTensor.matrix(to - from, hidden, weight),
              FloatTensor.vector(Arrays.copyOfRange(joined.bias().values(), from, to))));
      from = to;
    }
    return heads;
  }
}
