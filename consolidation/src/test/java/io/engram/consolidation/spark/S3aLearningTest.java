package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.lake.s3.S3Server;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backbone, tasks, features and model all in one bucket: no step needs another file system. */
class S3aLearningTest extends SparkTest {
  @TempDir Path temporary;

  @Test
  void taskInABucketIsLearntPublishedLoadedAndExported() throws IOException {
    S3Server server = S3Server.shared();
    server.settings().forEach(spark().sparkContext().hadoopConfiguration()::set);
    Configuration conf = spark().sessionState().newHadoopConf();
    URI root = server.freshFolder();
    LakeBackbones.at(root, conf).publish(TinyLake.create(temporary, 5).folder());
    String table = root + "/tasks/one";
    Dataset<Row> rows = spark().createDataFrame(LearntLake.rows("one", 2, 12), LearntLake.SCHEMA);
    rows.coalesce(1).write().parquet(table);
    ModelStore store = ModelStore.openOrCreate(root, conf);

    LearnOutcome learnt = learner(store).learn(request(store, table));
    LearnOutcome again = learner(store).learn(request(store, table));

    assertThat(learnt.kind()).isEqualTo(LearnOutcome.Kind.LEARNT);
    assertThat(again.kind()).isEqualTo(LearnOutcome.Kind.UNCHANGED);
    assertThat(store.verify(learnt.record())).isEmpty();
    assertThat(LakeFiles.at(path(root), conf).filesBelow(path(root)))
        .as("no temporaries, no checksum files")
        .noneMatch(name -> name.contains("/.") || name.contains("_temporary"));
    List<Row> predicted = score(store.checkedFolder(learnt.record()), rows);
    assertThat(predicted).hasSize(24).noneMatch(row -> row.getAs("prediction") == null);
    URI exported = temporary.resolve("exported").toUri();
    store.export(learnt.record(), exported);
    assertThat(score(exported, rows)).isEqualTo(predicted);
  }

  private static List<Row> score(URI folder, Dataset<Row> rows) {
    return PipelineModel.load(path(folder).toString())
        .transform(rows.withColumn("task", functions.lit("one")))
        .select("key", "prediction", "probability", "error")
        .orderBy("key")
        .collectAsList();
  }

  private static LakeLearner learner(ModelStore store) {
    return new LakeLearner(
        new LearningSite(
            spark(),
            path(store.root()),
            new FeatureCache(spark(), store.root() + "/cache", 1L << 30),
            Precision.FLOAT32,
            false,
            LearningListener.NONE),
        store);
  }

  private static LearnRequest request(ModelStore store, String table) {
    TaskColumns columns = new TaskColumns("text", null, "label", "split", List.of("key"));
    return new LearnRequest(
        store.root(),
        TaskRequest.of("one", table).withColumns(columns),
        Optional.of("tiny"),
        LearntLake.choice("ada", 1, 1),
        false,
        Optional.empty(),
        GateRules.NONE,
        Optional.empty());
  }

  private static org.apache.hadoop.fs.Path path(URI uri) {
    return new org.apache.hadoop.fs.Path(uri);
  }
}
