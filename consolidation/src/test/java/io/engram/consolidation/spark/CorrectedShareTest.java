package io.engram.consolidation.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.spark.data.LabelMetadata;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.LabelShare;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a label's task that are written again with another share of the label. */
class CorrectedShareTest extends SparkTest {
  @TempDir private Path folder;

  private String write(LearntLake lake, double share) {
    String uri = folder.resolve("tasks/label").toUri().toString();
    lake.table(LearntLake.rows("label", 2, 16))
        .withColumn(
            "label", LabelMetadata.write(col("label"), "label", new LabelShare("class-1", share)))
        .withColumn("task", functions.lit("label"))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(uri);
    return uri;
  }

  private static LearnOutcome learn(LearntLake lake, String uri, boolean replace)
      throws IOException {
    return lake.learn("label", uri, LearntLake.choice("nearest-mean", 1), replace);
  }

  @Test
  void theSameRowsAreOtherDataWhereTheLabelIsAsFrequentNoMore() throws IOException {
    LearntLake lake = new LearntLake(spark(), folder);
    learn(lake, write(lake, 0.02), false);
    assertThat(learn(lake, write(lake, 0.02), true).kind()).isEqualTo(LearnOutcome.Kind.UNCHANGED);

    String corrected = write(lake, 0.05);
    String why = "the same rows with another share of their label (then 'class-1' 0.02; now ";
    assertThatThrownBy(() -> learn(lake, corrected, false))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(why + "'class-1' 0.05)");
    ContinualClassifier goingOn =
        new ContinualClassifier()
            .setInitialModel(folder.toUri().toString())
            .setSplitCol("split")
            .setKeyCols("key");
    assertThatThrownBy(() -> goingOn.fit(spark().read().parquet(corrected)))
        .hasMessageContaining(why);

    LearnOutcome again = learn(lake, corrected, true);
    assertThat(again.kind()).isEqualTo(LearnOutcome.Kind.REPLACED);
    LearnedTask task = again.model().state().task("label").orElseThrow();
    assertThat(task.manifest().labelShare().share()).isEqualTo(0.05);
  }
}
