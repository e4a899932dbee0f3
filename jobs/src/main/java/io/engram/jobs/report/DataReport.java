package io.engram.jobs.report;

import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram data} prints. */
public final class DataReport {
  private DataReport() {}

  public static String text(String lake, List<TaskCut> tasks) {
    return new TextTable(
                List.of("task", "train", "test", "classes"),
                tasks.stream()
                    .map(
                        task ->
                            List.of(
                                task.id(),
                                Figures.count(task.trainRows()),
                                Figures.count(task.testRows()),
                                String.join(", ", task.classes())))
                    .toList())
            .text()
        + "\n\n%d tasks, %s train rows, %s test rows in %s"
            .formatted(
                tasks.size(),
                Figures.count(tasks.stream().mapToLong(TaskCut::trainRows).sum()),
                Figures.count(tasks.stream().mapToLong(TaskCut::testRows).sum()),
                WordNetTasks.uri(lake, ""));
  }

  public static Map<String, Object> json(String lake, List<TaskCut> tasks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", tasks.stream().map(TaskCut::id).toList());
    json.put("trainRows", tasks.stream().mapToLong(TaskCut::trainRows).sum());
    json.put("testRows", tasks.stream().mapToLong(TaskCut::testRows).sum());
    json.put("folder", WordNetTasks.uri(lake, ""));
    return json;
  }
}
