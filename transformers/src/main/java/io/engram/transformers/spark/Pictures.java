package io.engram.transformers.spark;

import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.UnreadableInputException;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Columns of pictures: the bytes of their files (as Spark's {@code binaryFile} source gives them),
 * the files' addresses, or the structs of Spark's {@code image} source, which were decoded before
 * anybody could look at their size.
 */
public final class Pictures {
  /** Field of what was {@link #read}: the bytes of the file. */
  public static final String BYTES = "bytes";

  /** Field of what was {@link #read}: why there are no bytes. */
  public static final String PROBLEM = "problem";

  private static final StructType READ =
      new StructType().add(BYTES, DataTypes.BinaryType).add(PROBLEM, DataTypes.StringType);

  private Pictures() {}

  /** Whether a column of this type can hold pictures. */
  public static boolean isPicture(DataType type) {
    return type instanceof BinaryType || type instanceof StringType || isDecoded(type);
  }

  private static boolean isDecoded(DataType type) {
    return type.sameType(ImageSchema.columnSchema());
  }

  /**
   * What reading a column of pictures gave, on executors: a struct of {@link #BYTES}, null where
   * there is no picture or it could not be read, and {@link #PROBLEM}, why it could not, with the
   * file's address, or null.
   *
   * @param type of the column
   * @param limits a longer file is not read
   */
  public static Column read(
      SparkSession session, Column pictures, DataType type, ImageLimits limits) {
    if (type instanceof BinaryType) {
      return whole(pictures);
    }
    if (isDecoded(type)) {
      UDF1<Row, Row> encode = row -> read(row, null, limits);
      return functions.udf(encode, READ).apply(pictures);
    }
    Broadcast<SerializableConfiguration> conf =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(session.sessionState().newHadoopConf()));
    UDF1<String, Row> read = address -> read(address, conf.value().value(), limits);
    return functions.udf(read, READ).apply(pictures);
  }

  private static Column whole(Column bytes) {
    return functions.struct(
        bytes.as(BYTES), functions.lit(null).cast(DataTypes.StringType).as(PROBLEM));
  }

  private static Row read(Object picture, Configuration conf, ImageLimits limits) {
    try {
      return RowFactory.create(bytes(picture, conf, limits), null);
    } catch (UnreadableInputException unreadable) {
      return RowFactory.create(null, unreadable.getMessage());
    }
  }

  /**
   * The bytes of pictures that were {@link #read}.
   *
   * @param row names the row, as in "row 7"
   * @param name of the column in the user's table
   * @return a column that stops the job with a {@link RowRefusedException} at the first picture
   *     that could not be read
   */
  public static Column require(Column row, String name, Column bytes, Column problem) {
    UDF2<String, String, byte[]> refuse = new Refuse(name);
    Column refused = functions.udf(refuse, DataTypes.BinaryType).apply(row, problem);
    return functions.when(problem.isNull(), bytes).otherwise(refused);
  }

  private record Refuse(String column) implements UDF2<String, String, byte[]> {
    @Override
    public byte[] call(String row, String problem) {
      throw new RowRefusedException(
          "%s: column '%s' cannot be read: %s; mend the row or leave it out"
              .formatted(row, column, problem));
    }
  }

  /**
   * The bytes of the file of a row's picture, or null.
   *
   * @param value of a column for which {@link #isPicture} holds
   * @throws UnreadableInputException when the file is missing or too large, or the column is none
   *     of pictures
   * @throws UncheckedIOException when the store could not be read at the moment, which is nothing
   *     of the row: Spark tries the task again
   */
  static byte[] bytes(Object value, Configuration conf, ImageLimits limits) {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    if (value instanceof Row row) {
      return DecodedPicture.of(row).toBmp(limits);
    }
    if (!(value instanceof String address)) {
      throw new UnreadableInputException(
          "it is neither binary nor the address of a file: " + value.getClass().getSimpleName());
    }
    try {
      Path file = new Path(address);
      return LakeFiles.at(file, conf).read(file, limits.maxBytes());
    } catch (IOException | RuntimeException e) {
      if (PassingFault.is(e)) {
        // The root of what Spark wraps is what people read: the address has to be in it.
        IOException named =
            new IOException(
                "file " + address + " could not be read: " + ExceptionUtils.getRootCauseMessage(e));
        named.addSuppressed(e);
        throw new UncheckedIOException(named);
      }
      if (e instanceof FileNotFoundException) {
        throw new UnreadableInputException("there is no file " + address, e);
      }
      if (e instanceof UnknownHostException) {
        throw new UnreadableInputException("file " + address + ": the host is not known", e);
      }
      // File systems throw what they like, for one the class of theirs that is not there.
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnreadableInputException(
          reason.contains(address) ? reason : "file " + address + ": " + reason, e);
    }
  }
}
