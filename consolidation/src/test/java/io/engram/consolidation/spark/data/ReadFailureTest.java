package io.engram.consolidation.spark.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.engram.consolidation.spark.data.ReadFailure.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.MalformedInputException;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.orc.FileFormatException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.immutable.Map.Map1;

class ReadFailureTest {
  private static final String FILE = "s3a://lake/tasks/mail/part-0.parquet";

  /** As Spark throws it for whatever happens while it reads a file, on an executor. */
  private static Exception read(Throwable cause) {
    return read(FILE, cause);
  }

  private static Exception read(String file, Throwable cause) {
    SparkException ofFile =
        new SparkException("FAILED_READ_FILE.NO_HINT", new Map1<>("path", file), cause);
    return new SparkException("Job aborted due to stage failure", ofFile);
  }

  static List<Throwable> content() {
    return List.of(
        new IllegalArgumentException("not a Parquet file"),
        new RuntimeException("not a page", new EOFException("ends too early")),
        new ZipException("not in GZIP format"),
        new MalformedInputException(1),
        new JsonParseException(null, "no object"),
        new FileFormatException("no ORC file"));
  }

  @ParameterizedTest
  @MethodSource("content")
  void whatReadersFindInAFileIsOfContent(Throwable cause) {
    ReadFailure failure = ReadFailure.among(read(cause)).orElseThrow();
    assertThat(failure.fault()).isEqualTo(Fault.CONTENT);
    assertThat(failure.what()).startsWith(FILE + ": ");
  }

  static List<Throwable> store() {
    return List.of(
        new SocketTimeoutException("Read timed out"),
        new RuntimeException("reading failed", new SocketTimeoutException("Read timed out")),
        // Of a client that wraps whatever it meets.
        new IOException("Read timed out", new EOFException("connection closed")));
  }

  @ParameterizedTest
  @MethodSource("store")
  void whatAStoreDoesNotGiveIsNotOfContent(Throwable cause) {
    ReadFailure failure = ReadFailure.among(read(cause)).orElseThrow();
    assertThat(failure.fault()).isEqualTo(Fault.STORE);
    assertThat(failure.what()).startsWith(FILE + ": ").endsWith("Exception: Read timed out");
  }

  @Test
  void whatWrapsAFailureOfContentDoesNotMakeItTheStores() {
    Exception wrapped =
        new IOException("features cannot be written", read(new EOFException("ends too early")));
    assertThat(ReadFailure.among(wrapped).orElseThrow().fault()).isEqualTo(Fault.CONTENT);
  }

  @Test
  void keptFeaturesThatAreDamagedAreNoFaultOfATable() {
    String folder = "s3a://lake/models/support/cache/features/4f2a";
    String file = folder + "/data-0b28b93e-3645-423d-8cfd-eb2379fb7a2b/part-0.parquet";
    ReadFailure failure =
        ReadFailure.among(read(file, new IllegalArgumentException("not a Parquet file")))
            .orElseThrow();
    assertThat(failure.fault()).isEqualTo(Fault.KEPT_FEATURES);
    assertThat(failure.what())
        .startsWith(file + ": not a Parquet file")
        .contains("delete " + folder);
  }

  @Test
  void aFailureThatReadsNoFileIsNone() {
    assertThat(ReadFailure.among(new IllegalStateException(new IOException("x")))).isEmpty();
  }
}
