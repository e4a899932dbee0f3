package io.engram.jobs.service;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** What a verb works with; Spark starts when it is first asked for. */
public interface Services extends AutoCloseable {

  SparkSession spark();

  Learning learning();

  ModelCatalog models();

  ModelUpkeep upkeep();

  BackboneShelf backbones();

  /** How file systems are reached. */
  Configuration hadoop();

  @Override
  void close();

  /**
   * Where and how Spark runs.
   *
   * @param master Spark master; under spark-submit its own decides
   * @param conf more of Spark's settings
   */
  record SparkSettings(String master, Map<String, String> conf) {
    public SparkSettings {
      conf = Map.copyOf(conf);
    }
  }

  /** Opens the services of one run. */
  @FunctionalInterface
  interface Factory {
    Services open(SparkSettings settings);
  }
}
