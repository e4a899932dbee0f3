package io.engram.jobs;

import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.LakeBackboneShelf;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.ModelUpkeep;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.StoreModelCatalog;
import io.engram.jobs.service.StoreModelUpkeep;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The real services of verbs that need no Spark; whoever asks for a session fails. */
public record StoreServices(Configuration hadoop) implements Services {

  @Override
  public SparkSession spark() {
    throw new IllegalStateException("this verb is not to start Spark");
  }

  @Override
  public Learning learning() {
    throw new IllegalStateException("this verb is not to start Spark");
  }

  @Override
  public ModelCatalog models() {
    return new StoreModelCatalog(hadoop);
  }

  @Override
  public ModelUpkeep upkeep() {
    return new StoreModelUpkeep(hadoop);
  }

  @Override
  public BackboneShelf backbones() {
    return new LakeBackboneShelf(hadoop);
  }

  @Override
  public void close() {}
}
