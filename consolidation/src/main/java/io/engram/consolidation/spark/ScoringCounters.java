package io.engram.consolidation.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * What a scoring run saw. Counted on executors; a task that Spark runs twice is counted twice, so
 * these are for people to read.
 */
public final class ScoringCounters implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REPLACED = "its text holds U+FFFD";

  private final LongAccumulator rows;
  private final LongAccumulator truncated;
  private final RowGroups bad = new RowGroups();
  private final RowGroups replaced = new RowGroups();

  public ScoringCounters(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    rows = context.longAccumulator("engram rows scored");
    truncated = context.longAccumulator("engram texts truncated");
    context.register(bad, "engram rows without a prediction");
    context.register(replaced, "engram texts with U+FFFD");
  }

  void read(long count) {
    rows.add(count);
  }

  void bad(String reason, String row) {
    bad.add(new RowGroups.Named(reason, row));
  }

  void truncated(boolean cut) {
    if (cut) {
      truncated.add(1L);
    }
  }

  void replaced(String row) {
    replaced.add(new RowGroups.Named(REPLACED, row));
  }

  /** Rows read. */
  public long rows() {
    return rows.value();
  }

  /** Rows that got no prediction, by the reason. */
  public RowGroups bad() {
    return bad;
  }

  /** Texts cut at the maximum length. */
  public long truncated() {
    return truncated.value();
  }

  /** Texts that hold U+FFFD: bytes in them were not UTF-8. */
  public RowGroups replaced() {
    return replaced;
  }
}
