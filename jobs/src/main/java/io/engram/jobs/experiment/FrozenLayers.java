package io.engram.jobs.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.spark.learning.LocalTasks;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.FeatureSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The output of the frozen layers for the rows of tasks: computed once for all runs that share a
 * folder, on executors, and brought to this machine's disk. How long it took is kept beside it, so
 * that a run that finds it done counts it all the same.
 */
final class FrozenLayers {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 4096;

  private final FeatureCache cache;
  private final FeatureSpec spec;
  private final int width;
  private final Path seconds;
  private final LakeFiles files;
  private double spent;

  /**
   * @param shared folder of what runs share
   * @param megabytes of features kept there at most
   * @param width hidden size of the backbone
   */
  FrozenLayers(SparkSession spark, Path shared, long megabytes, FeatureSpec spec, int width)
      throws IOException {
    this.cache = new FeatureCache(spark, new Path(shared, "cache").toString(), megabytes << 20);
    this.spec = spec;
    this.width = width;
    this.seconds = new Path(shared, "seconds");
    this.files = LakeFiles.at(seconds, spark.sessionState().newHadoopConf());
  }

  /** The task on this machine's disk. */
  LocalTask bring(TaskManifest task, Dataset<Row> rows) throws IOException {
    Path kept = new Path(seconds, key(task) + ".json");
    Optional<Dataset<Row>> there = cache.cached(task.fingerprint(), spec);
    long start = System.nanoTime();
    Dataset<Row> features = there.orElseGet(() -> cache.features(rows, task.fingerprint(), spec));
    double took = (System.nanoTime() - start) / 1e9;
    if (there.isEmpty()) {
      spent += took;
      files.delete(kept);
      byte[] json = JSON.writeValueAsBytes(Map.of("seconds", took));
      files.writeImmutable(kept, ContentSource.of(json), json.length);
    } else if (files.exists(kept)) {
      took = JSON.readTree(files.read(kept, MAX_BYTES)).path("seconds").asDouble();
    }
    return LocalTasks.of(task, features, width, took);
  }

  /**
   * Rows that are only ever scored, on this machine's disk.
   *
   * @param fingerprint of the rows
   */
  RowSpool bring(Dataset<Row> rows, String fingerprint) {
    return LocalTasks.unlabelled(cache.features(rows, fingerprint, spec), width);
  }

  /** Seconds that went into frozen layers since this was made. */
  double spent() {
    return spent;
  }

  private String key(TaskManifest task) {
    String text = task.fingerprint() + "\n" + spec;
    return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
