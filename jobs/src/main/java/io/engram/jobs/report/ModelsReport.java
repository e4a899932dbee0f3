package io.engram.jobs.report;

import io.engram.jobs.service.ModelCatalog.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram models} prints. */
public final class ModelsReport {
  private ModelsReport() {}

  public static String list(List<Version> versions) {
    if (versions.isEmpty()) {
      return "No version was published yet.";
    }
    return new TextTable(
            List.of("version", "task", "slot", "accuracy", "created", "names"),
            versions.stream()
                .map(
                    version ->
                        List.of(
                            String.valueOf(version.version()),
                            version.task(),
                            version.slot() < 0 ? "-" : String.valueOf(version.slot()),
                            Figures.percent(version.accuracy()),
                            version.createdAt(),
                            String.join(", ", version.aliases())))
                .toList())
        .text();
  }

  public static Map<String, Object> listJson(List<Version> versions) {
    return Map.of("versions", versions.stream().map(ModelsReport::json).toList());
  }

  private static Map<String, Object> json(Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version.version());
    json.put("task", version.task());
    json.put("slot", version.slot());
    json.put("accuracy", Figures.json(version.accuracy()));
    json.put("createdAt", version.createdAt());
    json.put("aliases", version.aliases());
    return json;
  }

  /** A record as indented lines. */
  public static String show(Map<String, Object> shown) {
    StringBuilder text = new StringBuilder();
    show(shown, "", text);
    return text.toString().stripTrailing();
  }

  private static void show(Map<?, ?> shown, String indent, StringBuilder text) {
    shown.forEach(
        (key, value) -> {
          text.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> section) {
            text.append('\n');
            show(section, indent + "  ", text);
          } else if (value instanceof List<?> list
              && list.stream().anyMatch(Map.class::isInstance)) {
            text.append('\n');
            list.forEach(item -> text.append(indent).append("  - ").append(item).append('\n'));
          } else {
            text.append(' ').append(value).append('\n');
          }
        });
  }
}
