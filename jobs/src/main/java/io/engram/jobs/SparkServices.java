package io.engram.jobs;

import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.Services;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The services of a real run: one Spark session, started when it is first needed. */
final class SparkServices implements Services {

  /**
   * @param environment environment variables
   */
  record Factory(Map<String, String> environment) implements Services.Factory {
    @Override
    public Services open(SparkSettings settings) {
      return new SparkServices(settings);
    }
  }

  private final SparkSettings settings;
  private SparkSession session;

  private SparkServices(SparkSettings settings) {
    this.settings = settings;
  }

  @Override
  public synchronized SparkSession spark() {
    if (session == null) {
      SparkConf given = new SparkConf();
      SparkSession.Builder builder = SparkSession.builder().appName("engram");
      if (!given.contains("spark.master")) {
        builder.master(settings.master());
      }
      settings.conf().forEach(builder::config);
      if (!given.contains("spark.ui.enabled") && !settings.conf().containsKey("spark.ui.enabled")) {
        builder.config("spark.ui.enabled", false);
      }
      session = builder.getOrCreate();
    }
    return session;
  }

  @Override
  public Learning learning() {
    throw notYet("learning");
  }

  @Override
  public ModelCatalog models() {
    throw notYet("the model store");
  }

  @Override
  public BackboneShelf backbones() {
    throw notYet("the backbone shelf");
  }

  private static UnsupportedOperationException notYet(String what) {
    return new UnsupportedOperationException(what + " is not connected in this build");
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.stop();
    }
  }
}
