package io.engram.transformers.spark;

import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.io.Serializable;
import java.util.List;
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

  boolean keepsInvalid() {
    return handleInvalid.equals(KEEP);
  }

  /**
   * The row's input, or null when there is none, or none that can be read, and that is no error.
   *
   * @throws RowRefusedException when it is
   */
  ModelInput read(InputReader reader, InputKind kind, Configuration conf, Row row, RowPlace place) {
    String problem;
    try {
      RawInput raw = columns.of(row, kind, conf, pictures.limits());
      problem = raw.absence();
      if (problem == null) {
        return reader.read(raw);
      }
    } catch (UnreadableInputException unreadable) {
      problem = "cannot be read: " + unreadable.getMessage();
    }
    if (!handleInvalid.equals(ERROR)) {
      return null;
    }
    int[] keys = key == InputColumns.NONE ? new int[0] : new int[] {key};
    throw new RowRefusedException(
        "row "
            + RowNames.row(row, keys, place)
            + ": column '"
            + RowNames.column(row, columns.input())
            + "' "
            + problem
            + "; mend the row or leave it out");
  }
}
