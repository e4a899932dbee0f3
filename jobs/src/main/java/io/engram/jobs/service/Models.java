package io.engram.jobs.service;

import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.FollowedModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Published models by reference. */
public final class Models {
  private Models() {}

  public static PublishedModel load(SparkSession spark, ModelReference reference) {
    try {
      return follow(spark, reference).current();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The model of a reference that may name other versions later. */
  static FollowedModel follow(SparkSession spark, ModelReference reference) throws IOException {
    ModelStore store =
        ModelStore.open(new Path(reference.root()).toUri(), spark.sessionState().newHadoopConf());
    return new FollowedModel(spark, store, reference);
  }

  /**
   * The model with the columns of a table.
   *
   * @param keys columns that name a row in messages
   */
  static ContinualClassifierModel columns(
      ContinualClassifierModel model, String text, Optional<String> pair, List<String> keys) {
    return model
        .setInputCol(text)
        .setPairCol(pair.orElse(""))
        .setKeyCols(keys.toArray(String[]::new));
  }
}
