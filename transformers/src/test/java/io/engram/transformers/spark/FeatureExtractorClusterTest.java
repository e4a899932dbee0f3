package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractorClusterTest extends LocalClusterTest {
  @TempDir Path folder;

  /** Says which executor it ran on and how many backbones that JVM has loaded. */
  static final class CountLoads implements MapPartitionsFunction<Row, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<String> call(Iterator<Row> rows) {
      rows.forEachRemaining(row -> {});
      return List.of(SparkEnv.get().executorId() + ":" + ExecutorBackbones.loads()).iterator();
    }
  }

  @Test
  void realExecutorsGiveTheFeaturesAndLoadTheBackboneOnceEach() {
    TinyLake lake = TinyLake.create(folder, 8);
    FeatureExtractor first = extractor(lake, "features");
    FeatureExtractor second = extractor(lake, "again");
    Dataset<Row> table =
        cluster().range(0, 400, 1, 16).selectExpr("id", "concat('text ', id, ' abc') as text");
    Dataset<Row> both = second.transform(first.transform(table));

    List<Row> rows = both.collectAsList();
    assertThat(rows).hasSize(400);
    assertThat(rows).extracting(row -> row.<Vector>getAs("features").size()).containsOnly(32);
    assertThat(rows).allMatch(row -> row.getAs("features").equals(row.getAs("again")));
    List<String> loads = both.mapPartitions(new CountLoads(), Encoders.STRING()).collectAsList();
    assertThat(loads).hasSize(16).containsOnly("0:1", "1:1");
  }

  private static FeatureExtractor extractor(TinyLake lake, String output) {
    return new FeatureExtractor()
        .setBackbone(lake.backbone().toString())
        .setOutputCol(output)
        .setMaxLength(32);
  }
}
