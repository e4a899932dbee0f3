package io.engram.jobs.report;

import io.engram.consolidation.store.Garbage;
import io.engram.consolidation.store.GarbageReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code engram models gc} prints. */
public final class GarbageSummary {
  private GarbageSummary() {}

  public static String text(GarbageReport report, boolean dryRun) {
    StringBuilder text = new StringBuilder();
    if (report.garbage().isEmpty()) {
      text.append("Nothing is there that nothing needs.");
    } else {
      text.append(table(report))
          .append(dryRun ? "\nWould delete " : "\nDeleted ")
          .append(Figures.count(report.garbage().size()))
          .append(" files, ")
          .append(Figures.bytes(report.bytes()))
          .append(dryRun ? "; nothing was deleted" : "");
    }
    report
        .kept()
        .forEach(
            kept ->
                text.append("\nVersion ")
                    .append(kept.version())
                    .append(" stays: ")
                    .append(kept.reason()));
    return text.toString();
  }

  private static String table(GarbageReport report) {
    Map<Garbage.Reason, List<Garbage>> groups = new EnumMap<>(Garbage.Reason.class);
    report
        .garbage()
        .forEach(file -> groups.computeIfAbsent(file.reason(), any -> new ArrayList<>()).add(file));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (reason, files) ->
            rows.add(
                List.of(
                    words(reason),
                    Figures.count(files.size()),
                    Figures.bytes(files.stream().mapToLong(Garbage::bytes).sum()),
                    files.get(0).path())));
    return new TextTable(List.of("what", "files", "size", "first"), rows).text();
  }

  private static String words(Garbage.Reason reason) {
    return switch (reason) {
      case EXPIRED_VERSION -> "record of a version to drop";
      case EXPIRED_ALIAS_MOVE -> "old move of a name";
      case UNNAMED_FOLDER -> "version folder without a record";
      case UNNAMED_OBJECT -> "object no version needs";
      case UNNAMED_BACKBONE -> "backbone no version needs";
      case ENDED_RUN -> "learning that ended";
      case LEFTOVER -> "temporary file";
      case DEAD_LEASE -> "lease of a dead writer";
    };
  }

  public static Map<String, Object> json(GarbageReport report, boolean dryRun) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", dryRun);
    json.put("files", report.garbage().size());
    json.put("bytes", report.bytes());
    json.put(
        "garbage",
        report.garbage().stream()
            .map(
                file ->
                    Map.of(
                        "path", file.path(),
                        "bytes", file.bytes(),
                        "reason", file.reason().name().toLowerCase(Locale.ROOT)))
            .toList());
    json.put(
        "kept",
        report.kept().stream()
            .map(kept -> Map.of("version", kept.version(), "reason", kept.reason()))
            .toList());
    return json;
  }
}
