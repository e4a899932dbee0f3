package io.engram.transformers.spark;

import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.Precision;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The one schema of a feature table, and what is in its binary columns.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code row_key}</td><td>string, unique in the task</td></tr>
 * <tr><td>{@code split}</td><td>string, such as train or test</td></tr>
 * <tr><td>{@code label}</td><td>string; null for an unlabelled row</td></tr>
 * <tr><td>{@code length}</td><td>int, tokens</td></tr>
 * <tr><td>{@code hidden}</td><td>binary {@code [length, hidden]}, float32 or float16 little-endian;
 * null where only pooled features were asked for</td></tr>
 * <tr><td>{@code pooled}</td><td>binary {@code [hidden]}, float32 little-endian: the pooled output
 * of the whole plain encoder</td></tr>
 * <tr><td>{@code truncated}</td><td>boolean, the text was cut at the maximum length</td></tr>
 * </table>
 */
public final class FeatureRows {
  public static final String ROW_KEY = "row_key";
  public static final String SPLIT = "split";
  public static final String LABEL = "label";
  public static final String LENGTH = "length";
  public static final String HIDDEN = "hidden";
  public static final String POOLED = "pooled";
  public static final String TRUNCATED = "truncated";

  private FeatureRows() {}

  public static StructType schema() {
    return new StructType()
        .add(ROW_KEY, DataTypes.StringType, false)
        .add(SPLIT, DataTypes.StringType, true)
        .add(LABEL, DataTypes.StringType, true)
        .add(LENGTH, DataTypes.IntegerType, false)
        .add(HIDDEN, DataTypes.BinaryType, true)
        .add(POOLED, DataTypes.BinaryType, false)
        .add(TRUNCATED, DataTypes.BooleanType, false);
  }

  /** The values of {@link #schema()} for one row. */
  static Object[] values(Object key, Object split, Object label, Features features) {
    return new Object[] {
      key,
      split,
      label,
      features.length(),
      features.hidden(),
      Precision.FLOAT32.encode(features.pooled()),
      features.truncated()
    };
  }

  /** {@code [hidden]} of a feature row. */
  public static float[] pooled(Row row) {
    return Precision.FLOAT32.decode(row.getAs(POOLED));
  }

  /**
   * {@code [length, hidden]} row-major of a feature row.
   *
   * @throws IllegalArgumentException when the row holds no hidden states or they do not fit its
   *     length; names the row
   */
  public static float[] hidden(Row row) {
    byte[] bytes = row.getAs(HIDDEN);
    int length = row.getAs(LENGTH);
    int width = row.<byte[]>getAs(POOLED).length / Precision.FLOAT32.bytes();
    try {
      return hidden(bytes, length, width);
    } catch (IllegalArgumentException failure) {
      throw new IllegalArgumentException(
          "row " + row.getAs(ROW_KEY) + ": " + failure.getMessage(), failure);
    }
  }

  /**
   * Hidden states of either precision, told apart by their size.
   *
   * @param length tokens
   * @param width hidden size of the backbone
   * @return {@code [length, width]} row-major
   * @throws IllegalArgumentException when there are none or their size fits neither precision
   */
  public static float[] hidden(byte[] bytes, int length, int width) {
    if (bytes == null) {
      throw new IllegalArgumentException(
          "the feature table holds no hidden states; compute it with them");
    }
    long values = (long) length * width;
    for (Precision precision : Precision.values()) {
      if (bytes.length == values * precision.bytes()) {
        return precision.decode(bytes);
      }
    }
    throw new IllegalArgumentException(
        "hidden has "
            + bytes.length
            + " bytes; "
            + length
            + " tokens of width "
            + width
            + " need "
            + values * Precision.FLOAT32.bytes()
            + " or "
            + values * Precision.FLOAT16.bytes());
  }
}
