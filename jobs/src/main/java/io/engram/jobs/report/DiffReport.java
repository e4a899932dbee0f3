package io.engram.jobs.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.consolidation.comparison.VersionDiff;
import io.engram.consolidation.comparison.VersionDiff.Change;
import io.engram.consolidation.comparison.VersionDiff.SizeDiff;
import io.engram.consolidation.comparison.VersionDiff.SlotDiff;
import io.engram.consolidation.comparison.VersionDiff.TaskDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What {@code engram models diff} prints. */
public final class DiffReport {
  private static final JsonMapper JSON = new JsonMapper();

  private DiffReport() {}

  public static String text(VersionDiff diff) {
    String from = String.valueOf(diff.from());
    String to = String.valueOf(diff.to());
    StringBuilder text = new StringBuilder("From version " + from + " to version " + to);
    text.append("\n\nTasks, accuracy in per cent\n")
        .append(
            new TextTable(
                    List.of("task", "change", "slot", "in " + from, "in " + to, "gain"),
                    diff.tasks().stream().map(DiffReport::cells).toList())
                .text());
    text.append("\naverage accuracy ")
        .append(percent(diff.metricsFrom().averageAccuracy()))
        .append(" -> ")
        .append(percent(diff.metricsTo().averageAccuracy()))
        .append(", forgetting ")
        .append(percent(diff.metricsFrom().forgetting()))
        .append(" -> ")
        .append(percent(diff.metricsTo().forgetting()));
    if (!diff.slots().isEmpty()) {
      text.append("\n\nSlots\n")
          .append(
              new TextTable(
                      List.of("slot", "adapter", "tasks in " + from, "tasks in " + to),
                      diff.slots().stream().map(DiffReport::cells).toList())
                  .text());
    }
    text.append("\n\nSettings\n").append(settings(diff));
    return text.append("\n\nFiles\n").append(size(diff)).toString();
  }

  private static List<String> cells(TaskDiff task) {
    boolean moved = !Objects.equals(task.slotFrom(), task.slotTo());
    boolean both = task.slotFrom() != null && task.slotTo() != null;
    return List.of(
        task.task(),
        name(task.change()),
        both && moved
            ? task.slotFrom() + " -> " + task.slotTo()
            : both || task.slotFrom() == null ? task.slotTo() : task.slotFrom(),
        percent(task.accuracyFrom()),
        percent(task.accuracyTo()),
        gain(task));
  }

  private static String gain(TaskDiff task) {
    if (task.accuracyFrom() == null || task.accuracyTo() == null) {
      return "-";
    }
    return String.format(Locale.ROOT, "%+.1f", 100 * (task.accuracyTo() - task.accuracyFrom()));
  }

  private static List<String> cells(SlotDiff slot) {
    return List.of(
        String.valueOf(slot.slot()),
        name(slot.change()),
        tasks(slot.tasksFrom()),
        tasks(slot.tasksTo()));
  }

  private static String tasks(List<String> tasks) {
    return tasks.isEmpty() ? "-" : String.join(", ", tasks);
  }

  private static String settings(VersionDiff diff) {
    if (diff.settings().isEmpty()) {
      return "the same";
    }
    return new TextTable(
            List.of("setting", "in " + diff.from(), "in " + diff.to()),
            diff.settings().stream()
                .map(
                    setting ->
                        List.of(
                            setting.key(),
                            Objects.requireNonNullElse(setting.from(), "-"),
                            Objects.requireNonNullElse(setting.to(), "-")))
                .toList())
        .text();
  }

  private static String size(VersionDiff diff) {
    SizeDiff size = diff.size();
    return "version %d has %s, version %d has %s; %d files (%s) are shared, %s only in %d, %s only in %d%n%s"
        .formatted(
            diff.from(),
            Figures.bytes(size.bytesFrom()),
            diff.to(),
            Figures.bytes(size.bytesTo()),
            size.sharedFiles(),
            Figures.bytes(size.sharedBytes()),
            Figures.bytes(size.removedBytes()),
            diff.from(),
            Figures.bytes(size.addedBytes()),
            diff.to(),
            Objects.equals(diff.backboneFrom(), diff.backboneTo())
                ? "the same backbone"
                : "backbone " + diff.backboneFrom() + " -> " + diff.backboneTo());
  }

  private static String percent(Double share) {
    return Figures.percent(share == null ? Double.NaN : share);
  }

  private static String name(Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  public static Map<String, Object> json(VersionDiff diff) {
    return JSON.convertValue(diff, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
