package io.engram.consolidation.spark;

import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Provenance;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionDraft;
import io.engram.consolidation.store.VersionFolder;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/**
 * Turns a learnt model into a version: objects, a folder that PipelineModel.load reads, one record.
 */
final class VersionPublisher {
  private final SparkSession spark;
  private final ModelStore store;

  VersionPublisher(SparkSession spark, ModelStore store) {
    this.spark = spark;
    this.store = store;
  }

  /**
   * A model whose objects are in the store and which is in no version yet.
   *
   * @param model its number is that of the version it is to become
   * @param encoded its document
   */
  record Candidate(StoredModel model, ModelCodec.Encoded encoded, ContinualClassifierModel stage) {}

  static Candidate candidate(StoredModel model, LearningSite site) {
    ModelCodec.Encoded encoded = ModelCodec.encode(model, Locations.IN_STORE, site.objects());
    // A constant uid: the same model gives the same bytes.
    ContinualClassifierModel stage =
        new ContinualClassifierModel(
            "engram-classifier", encoded.json(), site.objectsUri(), site.backbonesUri());
    boolean images =
        model.state().tasks().stream().anyMatch(task -> task.manifest().columns().isImages());
    return new Candidate(model, encoded, images ? stage.setInputCol(TaskTable.IMAGE) : stage);
  }

  Publication<VersionRecord> publish(
      Candidate candidate, String idempotenceKey, Provenance provenance) throws IOException {
    VersionFolder folder = store.newVersionFolder();
    new PipelineModel("engram", List.of(candidate.stage()))
        .write()
        .session(spark)
        .save(new Path(folder.uri()).toString());
    return store.publish(
        new VersionDraft(
            folder,
            candidate.model().version() - 1,
            candidate.encoded().objects(),
            candidate.model().backbone(),
            idempotenceKey,
            provenance));
  }
}
