package io.engram.transformers.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.RawInput;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;

/**
 * Where a row's input is.
 *
 * @param input index of the column with the text or the picture
 * @param pair index of the second text's column, or {@link #NONE}
 */
public record InputColumns(int input, int pair) implements Serializable {
  public static final int NONE = -1;

  /**
   * What the row holds: texts are strings, or binary in UTF-8; pictures are binary.
   *
   * @param kind what the backbone takes
   * @throws IllegalArgumentException when the column is of another kind
   */
  public RawInput of(Row row, InputKind kind) {
    if (kind == InputKind.TEXT) {
      return new RawInput.Text(text(row, input), pair == NONE ? null : text(row, pair));
    }
    Object value = row.get(input);
    if (value == null || value instanceof byte[]) {
      return new RawInput.Image((byte[]) value);
    }
    throw new IllegalArgumentException(
        "column '"
            + RowNames.column(row, input)
            + "' must be binary for a backbone that takes pictures");
  }

  private static String text(Row row, int column) {
    Object value = row.get(column);
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : (String) value;
  }

  /** The column that has to be mended where an input cannot be used, as messages call it. */
  String name(Row row) {
    return RowNames.column(row, input);
  }

  /** Whether there is a column of second texts. */
  public boolean pairs() {
    return pair != NONE;
  }

  /** The columns of a schema by their names. */
  static InputColumns named(String[] fields, String input, String pair) {
    return new InputColumns(
        Arrays.asList(fields).indexOf(input),
        pair == null ? NONE : Arrays.asList(fields).indexOf(pair));
  }
}
