package io.engram.jobs.data.image;

import io.engram.jobs.data.TaskTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tasks of two classes each, in the order of the classes' numbers, as the literature cuts them. */
final class ClassPairs {
  private ClassPairs() {}

  /** Tables of the tasks {@code SET-CLASS-CLASS}. */
  static Map<String, List<String>> tables(String set, List<String> names) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    for (int i = 0; i + 1 < names.size(); i += 2) {
      List<String> pair = names.subList(i, i + 2);
      String id =
          (set + " " + String.join(" ", pair))
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9]+", "-");
      tables.put(TaskTables.folder(id), pair);
    }
    return tables;
  }
}
