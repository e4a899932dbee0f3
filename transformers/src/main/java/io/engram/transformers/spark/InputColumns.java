package io.engram.transformers.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.UnreadableInputException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
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
   * What the row holds: texts are strings, or binary in UTF-8; pictures are {@link Pictures}.
   *
   * @param kind what the backbone takes
   * @param conf how the files of pictures are opened
   * @param limits how long they may be
   * @throws UnreadableInputException when the row names a file that cannot be read
   */
  public RawInput of(Row row, InputKind kind, Configuration conf, ImageLimits limits) {
    if (kind == InputKind.TEXT) {
      return new RawInput.Text(text(row, input), pair == NONE ? null : text(row, pair));
    }
    return new RawInput.Image(Pictures.bytes(row.get(input), conf, limits));
  }

  private static String text(Row row, int column) {
    Object value = row.get(column);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    // So is every other row: that is no fault of the row.
    throw new RowRefusedException(
        "column '%s' holds decoded pictures, and the backbone takes texts; name a column of texts"
            .formatted(RowNames.column(row, column)));
  }
}
