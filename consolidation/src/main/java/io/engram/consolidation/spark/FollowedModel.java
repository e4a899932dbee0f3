package io.engram.consolidation.spark;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * The model that a reference names now: an alias that is moved, or a version that is published, is
 * seen at the next question. Loaded only when it is another one than before.
 */
public final class FollowedModel {
  private final SparkSession spark;
  private final ModelStore store;
  private final ModelReference reference;
  private PublishedModel loaded;

  public FollowedModel(SparkSession spark, ModelStore store, ModelReference reference) {
    this.spark = spark;
    this.store = store;
    this.reference = reference;
  }

  /** As {@link PublishedModel#load}; the same object until the reference names another version. */
  public synchronized PublishedModel current() throws IOException {
    VersionRecord named = store.resolve(reference);
    if (loaded == null || !loaded.record().id().equals(named.id())) {
      loaded = PublishedModel.load(store, named, spark);
    }
    return loaded;
  }
}
