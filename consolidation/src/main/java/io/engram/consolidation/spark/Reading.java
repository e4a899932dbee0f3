package io.engram.consolidation.spark;

import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.FingerprintCache;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.task.TaskManifest;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A request whose rows were read and checked.
 *
 * @param manifest what the rows are
 * @param unlabelled external inputs, or null
 * @param key idempotence key
 * @param run where its trainings are kept
 */
record Reading(TaskManifest manifest, UnlabelledRows unlabelled, String key, RunFolder run) {

  /**
   * @param parent the version that it is to follow
   * @throws io.engram.consolidation.task.DataRefusedException when the rows cannot be learnt
   */
  static Reading of(LearnRequest request, Parent parent, LearningSite site, ModelStore store)
      throws IOException {
    Configuration hadoop = site.session().sessionState().newHadoopConf();
    Path root = new Path(store.root());
    TaskManifest manifest =
        DataContract.standard()
            .check(
                request.rows(),
                () -> TaskReader.read(site.session(), request.rows()),
                new FingerprintCache(new Path(root, "cache"), hadoop));
    UnlabelledRows unlabelled = request.unlabelled().map(UnlabelledRows::of).orElse(null);
    String key = IdempotenceKey.of(manifest, parent.settings(), parent.backbone(), unlabelled);
    return new Reading(manifest, unlabelled, key, RunFolder.of(root, key, hadoop));
  }

  /** Notes in the lake that it is being learnt. */
  ContinualLearner.Task begin(LearningSite site, ModelStore store, LearnRequest request)
      throws IOException {
    LearnRequest asRead = request.withRows(request.rows().withColumns(manifest.columns()));
    run.begin(RunRecords.of(store.id(), key, asRead, site));
    return new ContinualLearner.Task(
        manifest,
        TaskReader.read(site.session(), asRead.rows()).rows(),
        asRead.rows().pictures(),
        unlabelled,
        run.path());
  }
}
