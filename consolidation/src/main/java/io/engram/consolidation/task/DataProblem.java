package io.engram.consolidation.task;

import java.util.List;
import java.util.Objects;

/**
 * One reason why a table cannot be learnt or scored.
 *
 * @param code stable short name, e.g. {@code null-label}
 * @param column the column at fault, or null
 * @param className the class at fault, or null
 * @param rowKeys keys of rows at fault, at most a few, perhaps with more to tell; may be empty
 * @param rows how many rows are at fault; 0 when it is not about rows
 * @param message what is wrong, with the values
 * @param remedy what to do
 */
public record DataProblem(
    String code,
    String column,
    String className,
    List<String> rowKeys,
    long rows,
    String message,
    String remedy) {
  private static final int SHOWN_CHARACTERS = 200;

  public DataProblem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(remedy, "remedy");
    rowKeys = List.copyOf(rowKeys);
  }

  /** The same with one more thing to do. */
  public DataProblem alsoAdvising(String more) {
    return new DataProblem(code, column, className, rowKeys, rows, message, remedy + " " + more);
  }

  /** One line for a person: control characters of the data are shown as '?', long keys are cut. */
  public String line() {
    StringBuilder line = new StringBuilder(message);
    if (!rowKeys.isEmpty()) {
      boolean more = rows > rowKeys.size();
      line.append(rows == 1 ? " (row " : " (rows ");
      line.append(String.join(", ", rowKeys.stream().map(DataProblem::shown).toList()));
      line.append(more ? " and " + (rows - rowKeys.size()) + " more)" : ")");
    }
    return line.append(". ").append(remedy).toString().replaceAll("\\p{Cntrl}", "?");
  }

  private static String shown(String key) {
    return key.length() > SHOWN_CHARACTERS ? key.substring(0, SHOWN_CHARACTERS) + "..." : key;
  }
}
