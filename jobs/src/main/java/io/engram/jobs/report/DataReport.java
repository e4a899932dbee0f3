package io.engram.jobs.report;

import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.TaskTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram data} prints. */
public final class DataReport {
  private DataReport() {}

  public static String text(String lake, List<TaskSize> tasks) {
    return new TextTable(
                List.of("task", "train", "validation", "test", "classes"),
                tasks.stream()
                    .map(
                        task ->
                            List.of(
                                task.id(),
                                Figures.count(task.train()),
                                Figures.count(task.validation()),
                                Figures.count(task.test()),
                                String.join(", ", task.classes())))
                    .toList())
            .text()
        + "\n\n%d tasks, %s train rows, %s validation rows, %s test rows in %s"
            .formatted(
                tasks.size(),
                Figures.count(tasks.stream().mapToLong(TaskSize::train).sum()),
                Figures.count(tasks.stream().mapToLong(TaskSize::validation).sum()),
                Figures.count(tasks.stream().mapToLong(TaskSize::test).sum()),
                TaskTables.uri(lake, ""));
  }

  public static Map<String, Object> json(String lake, List<TaskSize> tasks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", tasks.stream().map(TaskSize::id).toList());
    json.put("trainRows", tasks.stream().mapToLong(TaskSize::train).sum());
    json.put("validationRows", tasks.stream().mapToLong(TaskSize::validation).sum());
    json.put("testRows", tasks.stream().mapToLong(TaskSize::test).sum());
    json.put("folder", TaskTables.uri(lake, ""));
    return json;
  }
}
