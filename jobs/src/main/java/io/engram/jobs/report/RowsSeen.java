package io.engram.jobs.report;

import static java.util.stream.Collectors.joining;

import io.engram.consolidation.spark.RowGroup;
import io.engram.consolidation.spark.RowGroups;
import java.util.List;
import java.util.Map;

/** What reports say of rows that were not read as they were. */
final class RowsSeen {
  private RowsSeen() {}

  /**
   * Each reason on a line of its own, with the first rows of which it is said; empty where all rows
   * have a prediction.
   */
  static String reasons(RowGroups bad) {
    StringBuilder text = new StringBuilder();
    for (RowGroup group : bad.value()) {
      text.append("\n  ")
          .append(Figures.count(group.rows()))
          .append(": ")
          .append(group.reason())
          .append(" (")
          .append(named(group))
          .append(')');
    }
    return text.toString();
  }

  private static String named(RowGroup group) {
    String names = String.join(", ", group.examples());
    if (group.rows() == 1) {
      return "row " + names;
    }
    return "rows " + names + (group.rows() > group.examples().size() ? ", ..." : "");
  }

  static List<Map<String, Object>> json(RowGroups bad) {
    return bad.value().stream()
        .map(
            group ->
                Map.<String, Object>of(
                    "reason", group.reason(), "rows", group.rows(), "examples", group.examples()))
        .toList();
  }

  /** Names of a few of the rows. */
  static List<String> examples(RowGroups rows) {
    return rows.value().stream().flatMap(group -> group.examples().stream()).toList();
  }

  /** A line of its own, or nothing. */
  static String replaced(RowGroups rows) {
    return replaced(rows.rows())
        + rows.value().stream().map(group -> " (" + named(group) + ")").collect(joining());
  }

  /** A line of its own, or nothing. */
  static String replaced(long rows) {
    return rows == 0
        ? ""
        : "\nText with characters that were broken before (U+FFFD): "
            + Figures.count(rows)
            + " rows";
  }
}
