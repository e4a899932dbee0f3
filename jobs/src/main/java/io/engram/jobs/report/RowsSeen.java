package io.engram.jobs.report;

/** What reports say of rows that were not read as they were. */
final class RowsSeen {
  private RowsSeen() {}

  /** A line of its own, or nothing. */
  static String replaced(long rows) {
    return rows == 0
        ? ""
        : "\nText with characters that were broken before (U+FFFD): "
            + Figures.count(rows)
            + " rows";
  }
}
