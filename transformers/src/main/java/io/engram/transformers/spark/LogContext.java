package io.engram.transformers.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.MDC;

/**
 * What every log line of some work carries besides its message, on the driver and on the executors
 * that work for it: entries of the log context (MDC) under the names that Spark's own have, {@code
 * mdc.task} and the like. Belongs to one thread; closing it brings back what was there before.
 */
public final class LogContext implements AutoCloseable {
  /** Id of a task that is learnt or asked. */
  public static final String TASK = "task";

  /** Version that is made or used. */
  public static final String VERSION = "version";

  /** Id of one run of the program, or the one that its scheduler gave. */
  public static final String RUN = "run";

  private static final String PREFIX = "mdc.";

  private record Entry(String key, String mdc, String property) {}

  /** Empty where only lines of this thread are meant. */
  private final Optional<SparkContext> spark;

  private final Deque<Entry> before = new ArrayDeque<>();

  private LogContext(Optional<SparkContext> spark) {
    this.spark = spark;
  }

  /** An empty one, to be closed, for lines of this thread alone: no executor works for it. */
  public static LogContext ofThread() {
    return new LogContext(Optional.empty());
  }

  /** An empty one, to be closed. */
  public static LogContext open(SparkSession session) {
    return new LogContext(Optional.of(session.sparkContext()));
  }

  /** From now on lines carry this. */
  public LogContext with(String name, String value) {
    String key = PREFIX + name;
    before.push(
        new Entry(
            key, MDC.get(key), spark.map(context -> context.getLocalProperty(key)).orElse(null)));
    MDC.put(key, value);
    spark.ifPresent(context -> context.setLocalProperty(key, value));
    return this;
  }

  @Override
  public void close() {
    while (!before.isEmpty()) {
      Entry entry = before.pop();
      spark.ifPresent(context -> context.setLocalProperty(entry.key(), entry.property()));
      if (entry.mdc() == null) {
        MDC.remove(entry.key());
      } else {
        MDC.put(entry.key(), entry.mdc());
      }
    }
  }
}
