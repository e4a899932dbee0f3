package io.engram.consolidation.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.evaluation.ContinualMetrics;
import io.engram.consolidation.model.ModelOutline;
import io.engram.transformers.lake.LakeFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between two versions.
 *
 * @param from number of the one
 * @param to number of the other
 * @param tasks every task of the two, in the order learnt
 * @param slots every slot of the two
 * @param settings that differ
 * @param metricsFrom of the one
 * @param metricsTo of the other
 * @param size bytes and files, the backbone included
 * @param backboneFrom hash; may be null
 * @param backboneTo hash; may be null
 */
public record VersionDiff(
    long from,
    long to,
    List<TaskDiff> tasks,
    List<SlotDiff> slots,
    List<SettingDiff> settings,
    ContinualMetrics metricsFrom,
    ContinualMetrics metricsTo,
    SizeDiff size,
    String backboneFrom,
    String backboneTo) {

  /** What became of a task or a slot. */
  public enum Change {
    SAME,
    ADDED,
    REMOVED,
    /** A task learnt again: other rows, classes or head; a slot with another adapter. */
    CHANGED
  }

  /**
   * @param slotFrom number as text or {@code identity}; null where the task is not there
   * @param accuracyFrom null where it is not there or was not measured
   */
  public record TaskDiff(
      String task,
      Change change,
      String slotFrom,
      String slotTo,
      Double accuracyFrom,
      Double accuracyTo) {}

  /**
   * @param tasksFrom served in the one; empty where the slot is not there
   * @param tasksTo served in the other
   */
  public record SlotDiff(int slot, Change change, List<String> tasksFrom, List<String> tasksTo) {}

  /**
   * @param key path in the settings
   * @param from value; null where there is none
   */
  public record SettingDiff(String key, String from, String to) {}

  /**
   * @param bytesFrom of all files of the one
   * @param bytesTo of all files of the other
   * @param sharedFiles files that both name
   * @param sharedBytes their length
   * @param addedBytes only in the other
   * @param removedBytes only in the one
   */
  public record SizeDiff(
      long bytesFrom,
      long bytesTo,
      int sharedFiles,
      long sharedBytes,
      long addedBytes,
      long removedBytes) {}

  public static VersionDiff of(ComparedVersion from, ComparedVersion to) {
    return new VersionDiff(
        from.number(),
        to.number(),
        tasks(from, to),
        slots(from.outline().slots(), to.outline().slots()),
        settings(from.outline().settings(), to.outline().settings()),
        ContinualMetrics.of(from.matrix()),
        ContinualMetrics.of(to.matrix()),
        size(from.files(), to.files()),
        from.backbone(),
        to.backbone());
  }

  private static List<TaskDiff> tasks(ComparedVersion from, ComparedVersion to) {
    Set<String> ids = new LinkedHashSet<>();
    from.outline().tasks().forEach(task -> ids.add(task.id()));
    to.outline().tasks().forEach(task -> ids.add(task.id()));
    List<TaskDiff> diffs = new ArrayList<>();
    for (String id : ids) {
      ModelOutline.Task before = from.outline().task(id).orElse(null);
      ModelOutline.Task after = to.outline().task(id).orElse(null);
      diffs.add(
          new TaskDiff(
              id,
              change(identity(before), identity(after)),
              before == null ? null : before.slot(),
              after == null ? null : after.slot(),
              before == null ? null : from.accuracy(id),
              after == null ? null : to.accuracy(id)));
    }
    return diffs;
  }

  // Another slot alone does not make it another task.
  private static List<Object> identity(ModelOutline.Task task) {
    return task == null
        ? null
        : List.of(task.classes(), task.head(), task.served(), task.fingerprint());
  }

  private static Change change(Object before, Object after) {
    if (before == null) {
      return Change.ADDED;
    }
    if (after == null) {
      return Change.REMOVED;
    }
    return before.equals(after) ? Change.SAME : Change.CHANGED;
  }

  private static List<SlotDiff> slots(List<ModelOutline.Slot> from, List<ModelOutline.Slot> to) {
    List<SlotDiff> diffs = new ArrayList<>();
    for (int slot = 0; slot < Math.max(from.size(), to.size()); slot++) {
      ModelOutline.Slot before = slot < from.size() ? from.get(slot) : null;
      ModelOutline.Slot after = slot < to.size() ? to.get(slot) : null;
      diffs.add(
          new SlotDiff(
              slot,
              change(
                  before == null ? null : before.adapter(), after == null ? null : after.adapter()),
              before == null ? List.of() : before.tasks(),
              after == null ? List.of() : after.tasks()));
    }
    return diffs;
  }

  private static List<SettingDiff> settings(JsonNode from, JsonNode to) {
    Map<String, String> before = new TreeMap<>();
    Map<String, String> after = new TreeMap<>();
    flatten("", from, before);
    flatten("", to, after);
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
        .map(key -> new SettingDiff(key, before.get(key), after.get(key)))
        .toList();
  }

  private static void flatten(String path, JsonNode node, Map<String, String> values) {
    if (!node.isObject()) {
      values.put(path, node.asText());
      return;
    }
    node.fields()
        .forEachRemaining(
            field ->
                flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    values));
  }

  private static SizeDiff size(Map<String, LakeFile> from, Map<String, LakeFile> to) {
    int sharedFiles = 0;
    long sharedBytes = 0;
    for (Map.Entry<String, LakeFile> file : to.entrySet()) {
      if (from.containsKey(file.getKey())) {
        sharedFiles++;
        sharedBytes += file.getValue().length();
      }
    }
    long before = from.values().stream().mapToLong(LakeFile::length).sum();
    long after = to.values().stream().mapToLong(LakeFile::length).sum();
    return new SizeDiff(
        before, after, sharedFiles, sharedBytes, after - sharedBytes, before - sharedBytes);
  }
}
