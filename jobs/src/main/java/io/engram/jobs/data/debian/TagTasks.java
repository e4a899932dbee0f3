package io.engram.jobs.data.debian;

import io.engram.consolidation.task.Split;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debtags: several labels a package. Labels that stand for nothing ({@code ...::TODO}) and packages
 * that nobody tagged ({@code special::not-yet-tagged}) are left out, as is a text that was there
 * before.
 *
 * @param rows packages with their frequent labels, sorted by name
 * @param labels with at least {@link #LEAST_ROWS} rows, that with most rows first
 */
record TagTasks(List<DebianPackage> rows, List<String> labels) {
  /** A label with fewer rows is no task. */
  static final int LEAST_ROWS = 100;

  private static final String UNTAGGED = "special::not-yet-tagged";

  static TagTasks of(List<DebianPackage> packages) {
    Set<String> texts = new HashSet<>();
    List<DebianPackage> tagged =
        packages.stream()
            .filter(p -> !p.tags().isEmpty())
            .filter(p -> p.tags().stream().noneMatch(tag -> tag.startsWith(UNTAGGED)))
            .filter(p -> texts.add(p.text()))
            .toList();
    Map<String, Integer> counts = new TreeMap<>();
    tagged.forEach(p -> p.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
    return new TagTasks(
        tagged,
        counts.entrySet().stream()
            .filter(count -> count.getValue() >= LEAST_ROWS)
            .filter(count -> !count.getKey().endsWith("::TODO"))
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Labels of a row that are tasks. */
  List<String> labels(DebianPackage row) {
    return row.tags().stream().filter(labels::contains).toList();
  }

  /**
   * One task a label: rows that have it, and in each split as many that do not.
   *
   * @param rowsPerClass rows a class at most, all splits together
   */
  List<TaskCut> cut(int rowsPerClass) {
    Set<String> ids = new HashSet<>();
    List<TaskCut> cuts = new ArrayList<>();
    for (String label : labels) {
      cuts.add(task(id(label, ids), label, rowsPerClass));
    }
    return cuts;
  }

  private TaskCut task(String id, String label, int rowsPerClass) {
    List<DebianPackage> with = sampled(label, true).limit(rowsPerClass).toList();
    Map<Split, List<DebianPackage>> without =
        sampled(label, false).collect(Collectors.groupingBy(TagTasks::split));
    List<TaskRow> chosen = new ArrayList<>();
    with.forEach(row -> chosen.add(row(row, label)));
    for (Split split : Split.values()) {
      long wanted = with.stream().filter(row -> split(row) == split).count();
      without.getOrDefault(split, List.of()).stream()
          .limit(wanted)
          .forEach(row -> chosen.add(row(row, "not " + label)));
    }
    return new TaskCut(id, List.of(label, "not " + label), chosen);
  }

  private Stream<DebianPackage> sampled(String label, boolean has) {
    return rows.stream()
        .filter(row -> row.tags().contains(label) == has)
        .map(row -> Map.entry(Draw.order(label, row.name()), row))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }

  private static TaskRow row(DebianPackage row, String label) {
    return new TaskRow(row.name(), row.text(), label, split(row).label());
  }

  static Split split(DebianPackage row) {
    return Draw.split(row.source());
  }

  /** A task id: {@code implemented-in::c++} is {@code debtags-implemented-in-cpp}. */
  private static String id(String label, Set<String> taken) {
    String id =
        "debtags-"
            + label
                .toLowerCase(Locale.ROOT)
                .replace("++", "pp")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("-$", "");
    String unique = id;
    for (int number = 2; !taken.add(unique); number++) {
      unique = id + "-" + number;
    }
    return unique;
  }
}
