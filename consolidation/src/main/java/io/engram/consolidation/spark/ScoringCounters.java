package io.engram.consolidation.spark;

import io.engram.transformers.input.RawInput;
import java.io.Serializable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * What a scoring run saw. Counted on executors; a task that Spark runs twice is counted twice, so
 * these are for people to read.
 */
public final class ScoringCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator rows;
  private final LongAccumulator bad;
  private final LongAccumulator truncated;
  private final LongAccumulator replaced;

  public ScoringCounters(SparkSession spark) {
    rows = spark.sparkContext().longAccumulator("engram rows scored");
    bad = spark.sparkContext().longAccumulator("engram rows without a prediction");
    truncated = spark.sparkContext().longAccumulator("engram texts truncated");
    replaced = spark.sparkContext().longAccumulator("engram texts with U+FFFD");
  }

  void add(long scored, long without) {
    rows.add(scored);
    bad.add(without);
  }

  void truncated(boolean cut) {
    if (cut) {
      truncated.add(1L);
    }
  }

  void replaced(RawInput input) {
    if (input instanceof RawInput.Text text && text.replaced()) {
      replaced.add(1L);
    }
  }

  /** Rows read. */
  public long rows() {
    return rows.value();
  }

  /** Rows that got no prediction. */
  public long bad() {
    return bad.value();
  }

  /** Texts cut at the maximum length. */
  public long truncated() {
    return truncated.value();
  }

  /** Texts that hold U+FFFD: bytes in them were not UTF-8. */
  public long replaced() {
    return replaced.value();
  }
}
