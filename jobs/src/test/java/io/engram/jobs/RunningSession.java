package io.engram.jobs;

import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.LakeBackboneShelf;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.ModelUpkeep;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.SparkLearning;
import io.engram.jobs.service.StoreModelCatalog;
import io.engram.jobs.service.StoreModelUpkeep;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The real services on a session that is running already and goes on after the verb. */
public record RunningSession(SparkSession spark) implements Services {

  @Override
  public Learning learning() {
    return new SparkLearning(spark);
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
    return spark.sessionState().newHadoopConf();
  }

  @Override
  public void close() {}
}
