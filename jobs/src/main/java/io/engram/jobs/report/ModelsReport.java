package io.engram.jobs.report;

import io.engram.jobs.service.ModelCatalog.Listed;
import io.engram.jobs.service.ModelCatalog.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code engram models list} prints. */
public final class ModelsReport {
  private ModelsReport() {}

  public static String list(Listed listed) {
    if (listed.versions().isEmpty() && listed.lost().isEmpty()) {
      return "No version was published yet.";
    }
    String table =
        new TextTable(
                List.of("version", "task", "slot", "accuracy", "added", "gate", "created", "names"),
                listed.versions().stream().map(ModelsReport::cells).toList())
            .text();
    return listed.lost().isEmpty() ? table : table + "\n" + lost(listed.lost());
  }

  private static String lost(List<Long> lost) {
    String records =
        lost.size() == 1
            ? "The record of version " + lost.get(0) + " was"
            : "The records of versions " + numbers(lost) + " were";
    return records
        + " there and no clean-up took "
        + (lost.size() == 1 ? "it" : "them")
        + ": restore what is missing in log/ from a copy, and see engram models verify";
  }

  private static String numbers(List<Long> lost) {
    int shown = 20;
    String first =
        lost.stream().limit(shown).map(String::valueOf).collect(Collectors.joining(", "));
    return lost.size() <= shown ? first : first + " and " + (lost.size() - shown) + " more";
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

  public static Map<String, Object> listJson(Listed listed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("versions", listed.versions().stream().map(ModelsReport::json).toList());
    json.put("lost", listed.lost());
    return json;
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
