package io.engram.transformers.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something was done in this JVM. Work that is done again is counted again. */
public enum WorkCount {
  /** Rows that got a prediction by a Spark ML stage. */
  ROWS_SCORED("rowsScored"),
  /** Rows that a Spark ML stage could not predict: failed on, skipped or kept with the reason. */
  ROWS_REFUSED("rowsRefused"),
  /** Backbones that were loaded into memory. */
  BACKBONE_LOADS("backboneLoads"),
  /** Versions that this JVM published. */
  VERSIONS_PUBLISHED("versionsPublished");

  private final String label;
  private final LongAdder sum = new LongAdder();

  WorkCount(String label) {
    this.label = label;
  }

  /** Stable name. */
  public String label() {
    return label;
  }

  /** Counts some more; safe for use by several threads. */
  public void add(long more) {
    sum.add(more);
  }

  /** All so far. */
  public long sum() {
    return sum.sum();
  }
}
