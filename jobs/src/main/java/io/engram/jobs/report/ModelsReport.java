package io.engram.jobs.report;

import io.engram.jobs.service.ModelCatalog.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code engram models list} prints. */
public final class ModelsReport {
  private ModelsReport() {}

  public static String list(List<Version> versions) {
    if (versions.isEmpty()) {
      return "No version was published yet.";
    }
    return new TextTable(
            List.of("version", "task", "slot", "accuracy", "added", "gate", "created", "names"),
            versions.stream().map(ModelsReport::cells).toList())
        .text();
  }

  private static List<String> cells(Version version) {
    return List.of(
        String.valueOf(version.version()),
        what(version),
        version.slot() < 0 ? "-" : String.valueOf(version.slot()),
        Figures.percent(version.accuracy()),
        Figures.bytes(version.addedBytes()),
        version.gate().map(passed -> passed ? "passed" : "refused").orElse("-"),
        version.createdAt(),
        String.join(", ", version.aliases()));
  }

  private static String what(Version version) {
    if (version.change().isEmpty()) {
      return version.task().isEmpty() ? "-" : version.task();
    }
    return version.task().isEmpty()
        ? "(" + version.change() + ")"
        : version.task() + " (" + version.change() + ")";
  }

  public static Map<String, Object> listJson(List<Version> versions) {
    return Map.of("versions", versions.stream().map(ModelsReport::json).toList());
  }

  private static Map<String, Object> json(Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version.version());
    json.put("task", version.task());
    json.put("change", version.change().isEmpty() ? null : version.change());
    json.put("slot", version.slot());
    json.put("accuracy", Figures.json(version.accuracy()));
    json.put("addedBytes", version.addedBytes());
    json.put("gatePassed", version.gate().orElse(null));
    json.put("createdAt", version.createdAt());
    json.put("aliases", version.aliases());
    return json;
  }
}
