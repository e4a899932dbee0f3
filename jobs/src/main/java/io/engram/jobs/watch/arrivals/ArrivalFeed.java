package io.engram.jobs.watch.arrivals;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A Structured Streaming query that tells of what comes, changes and goes in the task area of a
 * lake. It begins with all that is there: what is known of tasks is kept by who is told, so that
 * the query needs no checkpoint that outlives it.
 */
public final class ArrivalFeed implements AutoCloseable {
  private final StreamingQuery query;
  private final Path checkpoint;

  private ArrivalFeed(StreamingQuery query, Path checkpoint) {
    this.query = query;
    this.checkpoint = checkpoint;
  }

  /** Tells what is there now and ends. */
  public static void once(SparkSession spark, String lake, Consumer<List<ArrivalChange>> told) {
    try (ArrivalFeed feed = start(spark, lake, Trigger.AvailableNow(), told)) {
      feed.query.awaitTermination();
    } catch (StreamingQueryException e) {
      throw cause(e);
    }
  }

  /** Goes on until it is closed; returns when it has told what is there now. */
  public static ArrivalFeed follow(
      SparkSession spark, String lake, Duration interval, Consumer<List<ArrivalChange>> told) {
    ArrivalFeed feed = start(spark, lake, Trigger.ProcessingTime(interval.toMillis()), told);
    try {
      feed.query.processAllAvailable();
      return feed;
    } catch (Exception e) {
      feed.close();
      throw cause(e);
    }
  }

  private static ArrivalFeed start(
      SparkSession spark, String lake, Trigger trigger, Consumer<List<ArrivalChange>> told) {
    Dataset<Row> changes = spark.readStream().format(ArrivalSource.FORMAT).load(lake);
    // Its own folder, whatever spark.sql.streaming.checkpointLocation says: a query that went on
    // from an earlier one would not tell what is there, and all of it would look gone.
    Path checkpoint = temporaryFolder();
    ArrivalFeed feed = null;
    try {
      feed =
          new ArrivalFeed(
              changes
                  .writeStream()
                  .queryName("engram watch " + lake)
                  .option("checkpointLocation", location(checkpoint))
                  .trigger(trigger)
                  .foreachBatch(
                      (Dataset<Row> batch, Long number) ->
                          told.accept(
                              batch.collectAsList().stream().map(ArrivalRows::read).toList()))
                  .start(),
              checkpoint);
      return feed;
    } catch (TimeoutException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      if (feed == null) {
        FileUtils.deleteQuietly(checkpoint.toFile());
      }
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("engram-watch-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary folder for the stream of arrivals: " + e.getMessage(), e);
    }
  }

  /** A folder as Spark is told of it: Hadoop's paths have blanks and other letters as they are. */
  static String location(Path folder) {
    return new org.apache.hadoop.fs.Path("file", "", folder.toString()).toString();
  }

  /** Throws what ended the query, if something did. */
  public void check() {
    if (query.exception().isDefined()) {
      throw cause(query.exception().get());
    }
    if (!query.isActive()) {
      throw new IllegalStateException("the stream of arrivals was stopped");
    }
  }

  /** What happened in the query, without what Spark says around it. */
  private static RuntimeException cause(Exception thrown) {
    for (Throwable cause : ExceptionUtils.getThrowableList(thrown)) {
      if (cause instanceof JobException || cause instanceof UncheckedIOException) {
        return (RuntimeException) cause;
      }
    }
    return new IllegalStateException(thrown.getMessage(), thrown);
  }

  @Override
  public void close() {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      FileUtils.deleteQuietly(checkpoint.toFile());
    }
  }
}
