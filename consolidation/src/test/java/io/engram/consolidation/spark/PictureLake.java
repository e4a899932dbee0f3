package io.engram.consolidation.spark;

import io.engram.transformers.spark.TinyLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A lake with toy tasks of pictures, and a model that learns them.
 *
 * @param folder tables are below {@code tasks}
 * @param spark session
 * @param lake with the model
 * @param epochs of every training
 */
record PictureLake(Path folder, SparkSession spark, LearntLake lake, int epochs) {
  static PictureLake create(Path folder, SparkSession spark, int epochs) throws IOException {
    LearntLake lake = new LearntLake(spark, folder, TinyLake.ofImages(folder, 5));
    return new PictureLake(folder, spark, lake, epochs);
  }

  LearnOutcome learn(String task, String uri) throws IOException {
    return lake.learn(
        task,
        uri,
        ToyPictures.COLUMNS,
        LearntLake.choice("ada", 2, epochs, OptionalInt.empty()),
        false,
        Optional.empty());
  }

  String write(String task, int classes) throws IOException {
    String uri = folder.resolve("tasks").resolve(task).toString();
    spark
        .createDataFrame(ToyPictures.rows(task, classes), ToyPictures.SCHEMA)
        .coalesce(1)
        .write()
        .parquet(uri);
    return uri;
  }

  Dataset<Row> table(String task) {
    return spark.read().parquet(folder.resolve("tasks").resolve(task).toString());
  }

  /** A version's model that answers a task and keeps rows that it cannot answer. */
  ContinualClassifierModel scoring(LearnOutcome version, String task) throws IOException {
    return PublishedModel.load(lake.store, version.record(), spark)
        .model()
        .copy(ParamMap.empty())
        .setTask(task)
        .setHandleInvalid("keep");
  }
}
