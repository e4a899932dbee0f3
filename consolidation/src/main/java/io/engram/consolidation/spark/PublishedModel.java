package io.engram.consolidation.spark;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.SparkSession;

/**
 * A version that was loaded through its store: every file was compared with the record first.
 *
 * @param record what is known about it
 * @param model the stage that predicts
 */
public record PublishedModel(VersionRecord record, ContinualClassifierModel model) {

  /**
   * @throws io.engram.consolidation.store.StoreException when there is no such version
   * @throws io.engram.consolidation.store.DamagedVersionException naming every damaged file
   * @throws io.engram.consolidation.store.HostileModelException when it names a class that is not
   *     ours; the class is not touched
   */
  public static PublishedModel load(SparkSession spark, ModelStore store, ModelReference reference)
      throws IOException {
    return load(store, store.resolve(reference), spark);
  }

  static PublishedModel load(ModelStore store, VersionRecord record, SparkSession spark)
      throws IOException {
    PipelineModel pipeline = CheckedPipeline.read(spark, new Path(store.checkedFolder(record)));
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof ContinualClassifierModel model) {
        return new PublishedModel(record, model);
      }
    }
    throw new IllegalArgumentException(
        "version "
            + record.number()
            + " of "
            + new Path(store.root())
            + " holds no continual classifier");
  }
}
