package io.engram.transformers.spark;

import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/**
 * How a row's input is found and made ready, and what happens when that cannot be done.
 *
 * @param columns where it is
 * @param key index of a column that names the row in messages, or {@link InputColumns#NONE}
 * @param maxLength tokens of a text at most
 * @param pictures how a picture is read
 * @param handleInvalid one of {@link #CHOICES}
 */
record RowReading(
    InputColumns columns, int key, int maxLength, PictureReading pictures, String handleInvalid)
    implements Serializable {
  static final String ERROR = "error";
  static final String SKIP = "skip";
  static final String KEEP = "keep";
  static final List<String> CHOICES = List.of(ERROR, SKIP, KEEP);

  private static final int NAMED_ROWS = 10;

  /**
   * A row made ready.
   *
   * @param input null where what it holds cannot be used
   * @param problem why, with the names of row and column; null where there is an input
   */
  record PreparedRow(Row row, ModelInput input, String problem) {}

  boolean keepsInvalid() {
    return handleInvalid.equals(KEEP);
  }

  /** The row with its input, or with why there is none that can be used. */
  PreparedRow read(
      InputReader reader, InputKind kind, Configuration conf, Row row, RowPlace place) {
    String problem;
    try {
      RawInput raw = columns.of(row, kind, conf, pictures.limits());
      problem = raw.absence();
      if (problem == null) {
        return new PreparedRow(row, reader.read(raw), null);
      }
    } catch (UnreadableInputException unreadable) {
      problem = "cannot be read: " + unreadable.getMessage();
    }
    int[] keys = key == InputColumns.NONE ? new int[0] : new int[] {key};
    return new PreparedRow(
        row,
        null,
        "row %s: column '%s' %s"
            .formatted(
                RowNames.row(row, keys, place), RowNames.column(row, columns.input()), problem));
  }

  /**
   * Nothing, unless a row without an input is an error.
   *
   * @throws RowRefusedException when it is and there are some; names the first {@link #NAMED_ROWS},
   *     so that they can be mended at once
   */
  void check(List<PreparedRow> rows) {
    if (!handleInvalid.equals(ERROR)) {
      return;
    }
    List<String> problems =
        rows.stream().map(PreparedRow::problem).filter(Objects::nonNull).toList();
    if (problems.isEmpty()) {
      return;
    }
    int more = problems.size() - NAMED_ROWS;
    throw new RowRefusedException(
        String.join("; ", problems.subList(0, Math.min(problems.size(), NAMED_ROWS)))
            + (more > 0 ? "; and " + more + " more rows" : "")
            + (problems.size() == 1
                ? "; mend the row or leave it out"
                : "; mend these " + problems.size() + " rows or leave them out"));
  }
}
