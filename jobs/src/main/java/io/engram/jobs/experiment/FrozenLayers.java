package io.engram.jobs.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.training.RowSpool;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.spark.data.CheckedCounts;
import io.engram.consolidation.spark.learning.LocalTasks;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeTree;
import io.engram.transformers.spark.FeatureCache;
import io.engram.transformers.spark.FeatureSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final LakeTree tree;
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
    this.tree = LakeTree.at(seconds, spark.sessionState().newHadoopConf());
  }

  /** The task on this machine's disk. */
  LocalTask bring(TaskManifest task, Dataset<Row> rows) throws IOException {
    Computed computed = computed(rows, task.fingerprint(), new CheckedCounts(task));
    return LocalTasks.of(task, computed.features(), width, computed.seconds());
  }

  /**
   * Rows that are only ever scored, on this machine's disk.
   *
   * @param fingerprint of the rows
   */
  RowSpool bring(Dataset<Row> rows, String fingerprint) throws IOException {
    return LocalTasks.unlabelled(computed(rows, fingerprint, sample -> {}).features(), width);
  }

  private record Computed(Dataset<Row> features, double seconds) {}

  private Computed computed(Dataset<Row> rows, String fingerprint, Consumer<Dataset<Row>> check)
      throws IOException {
    Path kept = new Path(seconds, key(fingerprint) + ".json");
    Optional<Dataset<Row>> there = cache.cached(fingerprint, spec);
    if (there.isPresent()) {
      return new Computed(there.get(), secondsThen(kept));
    }
    long start = System.nanoTime();
    Dataset<Row> features = cache.features(rows, fingerprint, spec, check);
    double took = (System.nanoTime() - start) / 1e9;
    spent += took;
    tree.replace(kept, JSON.writeValueAsBytes(Map.of("seconds", took)));
    return new Computed(features, took);
  }

  private double secondsThen(Path kept) throws IOException {
    try {
      return JSON.readTree(tree.readReplaced(kept, MAX_BYTES)).path("seconds").asDouble();
    } catch (FileNotFoundException e) {
      // Whoever computed them was stopped before it said how long it took.
      return 0;
    }
  }

  /** Seconds that went into frozen layers since this was made. */
  double spent() {
    return spent;
  }

  private String key(String fingerprint) {
    String text = fingerprint + "\n" + spec;
    return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
