package io.engram.consolidation.spark.data;

import io.engram.transformers.spark.ImageFolder;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Tables of users, opened in one way, and why they cannot be read. */
public final class SourceTables {
  private SourceTables() {}

  /**
   * A table of any Spark source. Of CSV files with a header every header has to be that of the
   * first: Spark else takes columns by their place, and would take one for another without a word.
   * So it would cut lines with more fields than there are columns; here every line has to have as
   * many.
   *
   * <p>Of files of Spark's {@code binaryFile} source those that are longer than a picture may be
   * are not read: their content is null. Spark else reads them whole, or stops the job.
   *
   * @param options of the source; {@code enforceSchema} and {@code mode} among them stand
   * @param maxBytes longest file of a picture
   * @throws TableUnreachableException when its store does not answer; what is wrong with address,
   *     format or files goes out as Spark says it
   */
  public static Dataset<Row> open(
      SparkSession spark, String format, Map<String, String> options, String uri, int maxBytes) {
    Map<String, String> all = options(format, options);
    if (format.equalsIgnoreCase(ImageFolder.FORMAT)) {
      all.putIfAbsent(ImageFolder.MAX_BYTES, String.valueOf(maxBytes));
    }
    return bounded(load(spark, format, all, uri), format, maxBytes);
  }

  private static Dataset<Row> load(
      SparkSession spark, String format, Map<String, String> options, String uri) {
    try {
      return spark.read().format(format).options(options).load(uri);
    } catch (Exception e) {
      // Also what Scala throws without saying so.
      if (ReadFailure.isOfStore(e)) {
        throw new TableUnreachableException(uri, e);
      }
      throw e;
    }
  }

  /**
   * A table, or a stream of its files, without the contents of pictures that are too long, where
   * the source is {@code binaryFile}. Spark looks at the length before it reads a file, and reads
   * none whose content nobody asks.
   *
   * @param maxBytes longest file of a picture
   */
  public static Dataset<Row> bounded(Dataset<Row> files, String format, int maxBytes) {
    if (!format.equalsIgnoreCase("binaryFile")) {
      return files;
    }
    Column length = functions.col("length");
    Column nothing = functions.lit(null).cast(DataTypes.BinaryType);
    return files
        .where(length.leq(maxBytes))
        .unionAll(files.where(length.gt(maxBytes)).withColumn("content", nothing));
  }

  /**
   * The options that a table, or a stream of its files, is read with.
   *
   * @param options that are given; what they say stands
   */
  public static Map<String, String> options(String format, Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    if (format.equalsIgnoreCase("csv")) {
      all.putIfAbsent("enforceSchema", "false");
      all.putIfAbsent("mode", "FAILFAST");
      // Spark counts the fields of a line only where it takes all of them.
      all.putIfAbsent("columnPruning", "false");
    }
    return all;
  }

  /** Why a table cannot be opened, in one line. */
  static String why(Exception failure, String format) {
    if (failure instanceof SparkThrowable spark
        && "UNABLE_TO_INFER_SCHEMA".equals(spark.getCondition())) {
      return "there is no file to read as " + format;
    }
    String why =
        failure instanceof AnalysisException
            ? ReadFailure.line(failure)
            : ReadFailure.among(failure)
                .map(ReadFailure::what)
                .orElseGet(() -> ReadFailure.line(ExceptionUtils.getRootCause(failure)));
    return "it cannot be opened as " + format + ": " + why;
  }
}
