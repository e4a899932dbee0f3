package io.engram.consolidation.spark.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.RowRefusedException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.orc.FileFormatException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * Why a table could not be read: for what is in its files, or because the store that holds them did
 * not give them. Kept features are no table of a user's: what is wrong with them is as little the
 * fault of one.
 *
 * @param what the file or table, where it is known, and why, in one line
 * @param fault where it lies; when in doubt in the store, which another try may find better
 */
public record ReadFailure(String what, Fault fault) {
  /** What is not as it has to be. */
  public enum Fault {
    /** What is in the files of a table. */
    CONTENT,
    /** The store, at that moment. */
    STORE,
    /** A file of features that were kept: without it they are computed again. */
    KEPT_FEATURES
  }

  private static final String HEADER_DIFFERS = "CSV header does not conform to the schema";
  private static final String MALFORMED_LINE = "MALFORMED_CSV_RECORD";
  private static final int SHOWN_CHARACTERS = 200;

  private static final String DELETE =
      "; these are features that were kept: delete %s, and they are computed again";

  /** What readers throw for bytes that are not as they should be. */
  private static final List<Class<? extends IOException>> OF_CONTENT =
      List.of(
          EOFException.class,
          ZipException.class,
          CharacterCodingException.class,
          CharConversionException.class,
          JsonProcessingException.class,
          FileFormatException.class);

  /** Empty when the failure is another than one of reading. */
  public static Optional<ReadFailure> among(Throwable failure) {
    return ExceptionUtils.getThrowableList(failure).stream()
        .filter(link -> isOfFile(link) || link instanceof TableUnreachableException)
        .findFirst()
        .map(ReadFailure::of);
  }

  /**
   * What is wrong with the rows of a table, in one line: a file that cannot be read as it is, or a
   * picture that does not pass or whose file is gone. Empty when a store did not answer, which says
   * nothing about them, and of any other failure.
   */
  public static Optional<String> ofContent(Throwable failure) {
    return RowRefusedException.among(failure)
        .map(Exception::getMessage)
        .or(
            () ->
                among(failure)
                    .filter(reading -> reading.fault == Fault.CONTENT)
                    .map(ReadFailure::what));
  }

  /** Whatever wraps the failure says nothing of what was met in reading. */
  private static ReadFailure of(Throwable link) {
    String where =
        link instanceof TableUnreachableException table
            ? table.uri()
            : ((SparkThrowable) link).getMessageParameters().get("path");
    Optional<IOException> store = storeFault(link);
    String why =
        store
            .map(fault -> fault.getClass().getSimpleName() + ": " + line(fault))
            .orElseGet(() -> line(ExceptionUtils.getRootCause(link)));
    String what = where == null || why.contains(where) ? why : where + ": " + why;
    Optional<String> cached = Optional.ofNullable(where).flatMap(FeatureCache::folderOf);
    return cached
        .filter(folder -> store.isEmpty())
        .map(folder -> new ReadFailure(what + DELETE.formatted(folder), Fault.KEPT_FEATURES))
        .orElseGet(() -> new ReadFailure(what, store.isPresent() ? Fault.STORE : Fault.CONTENT));
  }

  /** Whether a table that could not be opened may be whole: its store did not answer. */
  static boolean isOfStore(Throwable failure) {
    return ExceptionUtils.indexOfType(failure, AnalysisException.class) < 0
        && storeFault(failure).isPresent();
  }

  /** Spark wraps what a store says in the same words as what it finds in a file. */
  private static Optional<IOException> storeFault(Throwable failure) {
    return ExceptionUtils.getThrowableList(failure).stream()
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .filter(fault -> OF_CONTENT.stream().noneMatch(type -> type.isInstance(fault)))
        .findFirst();
  }

  private static boolean isOfFile(Throwable link) {
    return link instanceof SparkThrowable spark
        && spark.getCondition() != null
        && Stream.of("FAILED_READ_FILE", "CANNOT_MERGE_SCHEMAS", "MALFORMED_RECORD_IN_PARSING")
            .anyMatch(spark.getCondition()::startsWith);
  }

  /** What was thrown, in one line. */
  static String line(Throwable failure) {
    if (failure instanceof SparkThrowable spark && MALFORMED_LINE.equals(spark.getCondition())) {
      return malformed(spark.getMessageParameters().get("badRecord"));
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
