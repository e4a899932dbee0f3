package io.engram.transformers.spark;

import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Columns of pictures: the bytes of their files (as Spark's {@code binaryFile} source gives them),
 * the files' addresses, or the structs of Spark's {@code image} source, which were decoded before
 * anybody could look at their size.
 */
public final class Pictures {
  private Pictures() {}

  /** Whether a column of this type can hold pictures. */
  public static boolean isPicture(DataType type) {
    return type instanceof BinaryType || type instanceof StringType || isDecoded(type);
  }

  private static boolean isDecoded(DataType type) {
    return type.sameType(ImageSchema.columnSchema());
  }

  /**
   * The bytes of the files of a column, read on executors; null where there is no such file.
   *
   * @param type of the column
   * @param limits a longer file fails the job
   */
  public static Column bytes(
      SparkSession session, Column pictures, DataType type, ImageLimits limits) {
    if (type instanceof BinaryType) {
      return pictures;
    }
    if (isDecoded(type)) {
      UDF1<Row, byte[]> encode = row -> row == null ? null : DecodedPicture.of(row).toBmp();
      return functions.udf(encode, DataTypes.BinaryType).apply(pictures);
    }
    Broadcast<SerializableConfiguration> conf =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(session.sessionState().newHadoopConf()));
    UDF1<String, byte[]> read = address -> readOrNull(address, conf.value().value(), limits);
    return functions.udf(read, DataTypes.BinaryType).apply(pictures);
  }

  private static byte[] readOrNull(String address, Configuration conf, ImageLimits limits)
      throws IOException {
    try {
      return address == null ? null : read(address, conf, limits);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /**
   * The bytes of the file of a row's picture, or null.
   *
   * @param value of a column for which {@link #isPicture} holds
   * @throws UnreadableInputException when the file is missing or too large, or the column is none
   *     of pictures
   */
  static byte[] bytes(Object value, Configuration conf, ImageLimits limits) {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    if (value instanceof Row row) {
      return DecodedPicture.of(row).toBmp();
    }
    if (!(value instanceof String address)) {
      throw new UnreadableInputException(
          "it is neither binary nor the address of a file: " + value.getClass().getSimpleName());
    }
    try {
      return read(address, conf, limits);
    } catch (FileNotFoundException e) {
      throw new UnreadableInputException("there is no file " + address, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableInputException("file " + address + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(String address, Configuration conf, ImageLimits limits)
      throws IOException {
    Path file = new Path(address);
    return LakeFiles.at(file, conf).read(file, limits.maxBytes());
  }
}
