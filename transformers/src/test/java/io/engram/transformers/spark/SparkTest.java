package io.engram.transformers.spark;

import org.apache.spark.sql.SparkSession;

/**
 * Base of tests on Spark: one {@code local[2]} session for all test classes of the JVM. Ask for it
 * each time; a test on a cluster of its own may have replaced it between two classes.
 */
public abstract class SparkTest {
  private static final String MASTER = "local[2]";

  protected static SparkSession spark() {
    return session(MASTER);
  }

  /** The running session if it has this master, else a new one in its place. */
  static synchronized SparkSession session(String master) {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      if (running.get().sparkContext().master().equals(master)) {
        return running.get();
      }
      stop();
    }
    return settings(SparkSession.builder().master(master)).getOrCreate();
  }

  static SparkSession.Builder settings(SparkSession.Builder builder) {
    return builder
        .appName("engram-test")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", "target/spark-warehouse");
  }

  static void stop() {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined()) {
      running.get().stop();
    }
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }
}
