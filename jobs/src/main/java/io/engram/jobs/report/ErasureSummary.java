package io.engram.jobs.report;

import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.upkeep.ErasureReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code engram models erase} prints: what is gone, and what of the task remains. */
public final class ErasureSummary {
  private ErasureSummary() {}

  public static String text(String model, ErasureReport report, boolean dryRun) {
    StringBuilder text = new StringBuilder(done(report, dryRun));
    text.append(dryRun ? "\nWould delete " : "\nDeleted ")
        .append(Figures.count(report.cached().size()))
        .append(" cached files that were made of its data or may hold rows of it, ")
        .append(Figures.bytes(report.cachedBytes()));
    report
        .aliases()
        .forEach(
            (name, version) ->
                text.append("\nRemains: ")
                    .append(name)
                    .append(" names version ")
                    .append(version)
                    .append(
                        ", which holds the task; move the name first, or clean-up keeps that version"));
    if (!report.remains().isEmpty()) {
      text.append("\nRemains: version ")
          .append(numbers(report.remains()))
          .append(" until: engram models gc --model ")
          .append(model)
          .append(" --drop-before ")
          .append(report.remains().get(report.remains().size() - 1) + 1);
    }
    if (!report.lost().isEmpty()) {
      text.append("\nMay remain: version ")
          .append(numbers(report.lost()))
          .append(
              ", whose record is lost (engram models verify); a gc with --give-up-missing removes it");
    }
    if (report.slot() != null && report.slot().staysShaped()) {
      shaped(text, report.slot(), ", serves ", report.slot().sharedWith());
      shaped(text, report.slot(), ", is attended to by the fusions of ", report.slot().fusedBy());
    }
    for (ErasureReport.Slot copy : report.copies()) {
      text.append("\nMay remain: slot ")
          .append(copy.number())
          .append(", an earlier state of a slot that the fusions of ")
          .append(String.join(", ", copy.fusedBy()))
          .append(" attend to, if the task had helped to shape it by then");
    }
    if (report.importance()) {
      text.append("\nRemains: the importance by which ewc holds the slot's weights, which its rows")
          .append(" helped to measure");
    }
    text.append(
        "\nNot looked at: a cache of features elsewhere (learn --feature-cache); delete it");
    return text.append(dryRun ? "\nNothing was changed." : "").toString();
  }

  private static void shaped(
      StringBuilder text, ErasureReport.Slot slot, String how, List<String> tasks) {
    if (!tasks.isEmpty()) {
      text.append("\nRemains: slot ")
          .append(slot.number())
          .append(", whose weights the task helped to shape")
          .append(how)
          .append(String.join(", ", tasks));
    }
  }

  private static String done(ErasureReport report, boolean dryRun) {
    if (report.published().isPresent()) {
      return "Task "
          + report.task()
          + " is erased: version "
          + report.published().get().number()
          + ", the newest, holds nothing of it";
    }
    if (report.remains().isEmpty()) {
      return "No version holds task " + report.task();
    }
    return report.slot() == null
        ? "The newest version holds nothing of task " + report.task()
        : dryRun
            ? "Would publish a version without task " + report.task()
            : "Task " + report.task() + " is not in the newest version";
  }

  private static String numbers(List<Long> versions) {
    return versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  public static Map<String, Object> json(ErasureReport report, boolean dryRun) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", dryRun);
    json.put("task", report.task());
    json.put("version", report.published().map(VersionRecord::number).orElse(null));
    json.put("remainsInVersions", report.remains());
    json.put("lostVersions", report.lost());
    json.put("aliases", report.aliases());
    json.put("slot", report.slot() == null ? null : report.slot().number());
    json.put("slotSharedWith", report.slot() == null ? List.of() : report.slot().sharedWith());
    json.put("slotFusedBy", report.slot() == null ? List.of() : report.slot().fusedBy());
    json.put(
        "copiesFusedBy",
        report.copies().stream()
            .collect(
                Collectors.toMap(
                    copy -> String.valueOf(copy.number()), ErasureReport.Slot::fusedBy)));
    json.put("importanceRemains", report.importance());
    json.put("cached", report.cached());
    json.put("cachedBytes", report.cachedBytes());
    return json;
  }
}
