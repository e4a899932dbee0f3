package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that somebody writes to while it is learnt. */
class ChangedTableTest extends SparkTest {

  @Test
  void rowsThatCameBetweenCheckAndFeaturesAreRefusedAndNoFeaturesAreKeptUnderTheOldFingerprint(
      @TempDir Path folder) throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    String uri = lake.write("mail", 2, 24);
    TaskRequest request = TaskRequest.of("mail", uri).withColumns(LearntLake.KEYED);
    TaskManifest manifest = DataContract.standard().check(TaskReader.read(spark(), request));
    List<Row> more =
        List.of(
            RowFactory.create("late-0", "a late row", "class-1", "train"),
            RowFactory.create("late-1", "a row without a class", null, "train"));
    lake.table(more).coalesce(1).write().mode("append").parquet(uri);

    LearningSite site = lake.site(false, LearningListener.NONE);
    Backbones.Entry backbone =
        new Backbones(folder.toUri(), spark().sessionState().newHadoopConf())
            .bring(lake.backbone, null);
    LearnerSettings settings = LearntLake.choice("head-only", 1).on(backbone.config().encoder());
    StoredModel before = StoredModel.fresh(backbone.ref(), settings);
    ContinualLearner.Task task =
        new ContinualLearner.Task(
            manifest, TaskReader.read(spark(), request).rows(), PictureReading.DEFAULT);
    assertThatThrownBy(() -> new ContinualLearner(site).learn(before, task, settings))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContainingAll(
            "task mail",
            uri,
            "changed while it was read",
            "class 'class-1', train: 18 rows when it was checked, 19 for the features",
            "no class, train: 0 rows when it was checked, 1 for the features",
            "Run again");
    assertThat(lake.features().erase(manifest.fingerprint())).as("tables that are kept").isZero();
  }
}
