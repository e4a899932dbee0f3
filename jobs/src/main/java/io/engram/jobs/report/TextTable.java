package io.engram.jobs.report;

import io.engram.jobs.console.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in aligned columns. Numbers are aligned to the right: a column is taken for numbers when
 * every filled cell below the header begins with a digit or a sign. What is in a cell stays in it:
 * cells are {@link Printable} lines.
 *
 * @param header column names
 * @param rows cells, as many a row as the header has
 */
record TextTable(List<String> header, List<List<String>> rows) {
  private static final String GAP = "  ";

  TextTable {
    header = header.stream().map(Printable::line).toList();
    rows = rows.stream().map(row -> row.stream().map(Printable::line).toList()).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "row " + row + " has not as many cells as the header " + header);
      }
    }
  }

  /** The table, without a line end after the last row. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    lines.addAll(rows);
    int[] widths =
        IntStream.range(0, header.size())
            .map(column -> lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> text(line, widths)).collect(Collectors.joining("\n"));
  }

  private String text(List<String> line, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column -> {
              String padding = " ".repeat(widths[column] - line.get(column).length());
              return numeric(column) ? padding + line.get(column) : line.get(column) + padding;
            })
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private boolean numeric(int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch(cell -> cell.isEmpty() || cell.matches("[-+]?[0-9].*") || cell.equals("-"));
  }
}
