package io.engram.consolidation.spark.data;

import io.engram.transformers.spark.ImageFolder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
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
  private static final String HEADER_DIFFERS = "CSV header does not conform to the schema";
  private static final String MALFORMED_LINE = "MALFORMED_CSV_RECORD";
  private static final int SHOWN_CHARACTERS = 200;

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
   */
  public static Dataset<Row> open(
      SparkSession spark, String format, Map<String, String> options, String uri, int maxBytes) {
    Map<String, String> all = options(format, options);
    if (format.equalsIgnoreCase(ImageFolder.FORMAT)) {
      all.putIfAbsent(ImageFolder.MAX_BYTES, String.valueOf(maxBytes));
    }
    Dataset<Row> table = spark.read().format(format).options(all).load(uri);
    return bounded(table, format, maxBytes);
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

  /**
   * The file that Spark could not read as the format it is given for, and why, in one line; empty
   * when the failure is another.
   */
  public static Optional<String> unreadable(Throwable failure) {
    return ExceptionUtils.getThrowableList(failure).stream()
        .filter(SourceTables::isOfFile)
        .findFirst()
        .map(
            link -> {
              String file = ((SparkThrowable) link).getMessageParameters().get("path");
              String reason = line(ExceptionUtils.getRootCause(failure));
              return file == null || reason.contains(file) ? reason : file + ": " + reason;
            });
  }

  /** As {@link #unreadable}, of nothing but a line of a CSV table that does not fit its columns. */
  public static Optional<String> malformedLine(Throwable failure) {
    return isMalformedLine(ExceptionUtils.getRootCause(failure))
        ? unreadable(failure)
        : Optional.empty();
  }

  private static boolean isMalformedLine(Throwable link) {
    return link instanceof SparkThrowable spark && MALFORMED_LINE.equals(spark.getCondition());
  }

  /** Why a table cannot be opened, in one line. */
  static String why(Exception failure, String format) {
    if (failure instanceof SparkThrowable spark
        && "UNABLE_TO_INFER_SCHEMA".equals(spark.getCondition())) {
      return "there is no file to read as " + format;
    }
    String why =
        failure instanceof AnalysisException
            ? line(failure)
            : unreadable(failure).orElseGet(() -> line(ExceptionUtils.getRootCause(failure)));
    return "it cannot be opened as " + format + ": " + why;
  }

  private static boolean isOfFile(Throwable link) {
    return link instanceof SparkThrowable spark
        && spark.getCondition() != null
        && Stream.of("FAILED_READ_FILE", "CANNOT_MERGE_SCHEMAS", "MALFORMED_RECORD_IN_PARSING")
            .anyMatch(spark.getCondition()::startsWith);
  }

  private static String line(Throwable failure) {
    if (isMalformedLine(failure)) {
      return malformed(((SparkThrowable) failure).getMessageParameters().get("badRecord"));
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    // What differs stands in the lines below.
    return message.startsWith(HEADER_DIFFERS)
        ? message.lines().map(String::strip).collect(Collectors.joining("; ")).replace(".;", ";")
        : message.lines().findFirst().orElse(message);
  }

  private static String malformed(String record) {
    String line = record.lines().findFirst().orElse(record);
    return "line '"
        + StringUtils.abbreviate(line, SHOWN_CHARACTERS)
        + "' does not fit the columns of the CSV table: put fields that hold the delimiter in quotes,"
        + " or take lines as they are with option mode=PERMISSIVE (--option mode=PERMISSIVE)";
  }
}
