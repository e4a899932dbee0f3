package io.engram.jobs.report;

import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram data} prints. */
public final class DataReport {
  private DataReport() {}

  public static String text(String lake, List<TaskCut> tasks) {
    return new TextTable(
                List.of("task", "train", "validation", "test", "classes"),
                tasks.stream()
                    .map(
                        task ->
                            List.of(
                                task.id(),
                                Figures.count(task.trainRows()),
                                Figures.count(task.validationRows()),
                                Figures.count(task.testRows()),
                                String.join(", ", task.classes())))
                    .toList())
            .text()
        + "\n\n%d tasks, %s train rows, %s validation rows, %s test rows in %s"
            .formatted(
                tasks.size(),
                Figures.count(tasks.stream().mapToLong(TaskCut::trainRows).sum()),
                Figures.count(tasks.stream().mapToLong(TaskCut::validationRows).sum()),
                Figures.count(tasks.stream().mapToLong(TaskCut::testRows).sum()),
                TaskTables.uri(lake, ""));
  }

  public static Map<String, Object> json(String lake, List<TaskCut> tasks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", tasks.stream().map(TaskCut::id).toList());
    json.put("trainRows", tasks.stream().mapToLong(TaskCut::trainRows).sum());
    json.put("validationRows", tasks.stream().mapToLong(TaskCut::validationRows).sum());
    json.put("testRows", tasks.stream().mapToLong(TaskCut::testRows).sum());
    json.put("folder", TaskTables.uri(lake, ""));
    return json;
  }
}
