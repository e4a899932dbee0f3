package io.engram.jobs;

import io.engram.jobs.metrics.MetricsPlugin;
import io.engram.jobs.redaction.RedactingPlugin;
import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.LakeBackboneShelf;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.ModelUpkeep;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.SparkLearning;
import io.engram.jobs.service.StoreModelCatalog;
import io.engram.jobs.service.StoreModelUpkeep;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * The services of a real run: one Spark session, started when it is first needed, or one that
 * somebody else started and stops.
 */
public final class SparkServices implements Services {
  private static final String PLUGINS = "spark.plugins";

  /**
   * @param environment environment variables
   */
  record Factory(Map<String, String> environment) implements Services.Factory {
    @Override
    public Services open(SparkSettings settings) {
      return new SparkServices(settings, null);
    }
  }

  private final SparkSettings settings;
  private final boolean own;
  private SparkSession session;

  private SparkServices(SparkSettings settings, SparkSession running) {
    this.settings = settings;
    this.own = running == null;
    this.session = running;
  }

  /** Works on a running session, with its settings; leaves it running. */
  public static Services.Factory on(SparkSession running) {
    return settings -> new SparkServices(settings, running);
  }

  @Override
  public synchronized SparkSession spark() {
    if (session == null) {
      session = SparkSession.builder().config(sparkConf()).getOrCreate();
    }
    return session;
  }

  /** What spark-submit gave goes before our defaults; the user's settings go before both. */
  private SparkConf sparkConf() {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "engram");
    conf.setIfMissing("spark.master", settings.master());
    conf.setIfMissing("spark.ui.enabled", "false");
    settings.conf().forEach(conf::set);
    addPlugins(conf, RedactingPlugin.class, MetricsPlugin.class);
    return conf;
  }

  /** Adds them to those that the user asked for. */
  @SafeVarargs
  private static void addPlugins(SparkConf conf, Class<? extends SparkPlugin>... plugins) {
    List<String> names =
        Stream.concat(
                Arrays.stream(conf.get(PLUGINS, "").split(",")).map(String::strip),
                Arrays.stream(plugins).map(Class::getName))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    conf.set(PLUGINS, String.join(",", names));
  }

  @Override
  public Learning learning() {
    return new SparkLearning(spark());
  }

  @Override
  public ModelCatalog models() {
    return new StoreModelCatalog(hadoop());
  }

  @Override
  public ModelUpkeep upkeep() {
    return new StoreModelUpkeep(hadoop());
  }

  @Override
  public BackboneShelf backbones() {
    return new LakeBackboneShelf(hadoop());
  }

  @Override
  public Configuration hadoop() {
    return own
        ? SparkHadoopUtil.get().newConfiguration(sparkConf())
        : session.sessionState().newHadoopConf();
  }

  @Override
  public synchronized void close() {
    if (own && session != null) {
      session.stop();
    }
  }
}
