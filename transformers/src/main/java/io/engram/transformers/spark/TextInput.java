package io.engram.transformers.spark;

import io.engram.transformers.text.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Where a row's text is, and what happens when there is none.
 *
 * @param text index of the column
 * @param pair index of the second text's column, or {@link #NO_COLUMN}
 * @param key index of a column that names the row in messages, or {@link #NO_COLUMN}
 * @param maxLength tokens at most
 * @param handleInvalid one of {@link #CHOICES}
 */
record TextInput(int text, int pair, int key, int maxLength, String handleInvalid)
    implements Serializable {
  static final int NO_COLUMN = -1;
  static final String ERROR = "error";
  static final String SKIP = "skip";
  static final String KEEP = "keep";
  static final List<String> CHOICES = List.of(ERROR, SKIP, KEEP);

  boolean keepsInvalid() {
    return handleInvalid.equals(KEEP);
  }

  /**
   * The row's tokens, or null when its text is null or blank and that is no error.
   *
   * @throws RowRefusedException when it is
   */
  TokenIds tokenise(Tokenizer tokenizer, Row row, long position) {
    String first = row.getString(text);
    if (first != null && !first.isBlank()) {
      return tokenizer.tokenize(first, pair == NO_COLUMN ? null : row.getString(pair));
    }
    if (!handleInvalid.equals(ERROR)) {
      return null;
    }
    int[] keys = key == NO_COLUMN ? new int[0] : new int[] {key};
    throw new RowRefusedException(
        "row "
            + RowNames.row(row, keys, position)
            + ": column '"
            + RowNames.column(row, text)
            + "' is "
            + (first == null ? "null" : "blank")
            + "; mend the row, or let such rows be skipped or kept without features");
  }
}
