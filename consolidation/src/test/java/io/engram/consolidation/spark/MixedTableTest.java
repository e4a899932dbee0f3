package io.engram.consolidation.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.spark.data.LabelMetadata;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.LabelShare;
import io.engram.consolidation.task.TaskColumns;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class MixedTableTest extends SparkTest {
  private static final TaskColumns COLUMNS =
      new TaskColumns("text", null, "label", "split", List.of("key"));

  private static Dataset<Row> labelTable(String label) {
    Dataset<Row> rows =
        spark()
            .createDataFrame(
                List.of(
                    RowFactory.create(label + "-1", "a", label, "train"),
                    RowFactory.create(label + "-2", "b", "not " + label, "train")),
                LearntLake.SCHEMA);
    return rows.withColumn(
            "label", LabelMetadata.write(col("label"), "label", new LabelShare(label, .1)))
        .withColumn("task", lit(label));
  }

  private static MixedTable mixed(Dataset<Row> table, String taskCol) {
    return new MixedTable(table, taskCol, COLUMNS, PictureReading.DEFAULT);
  }

  @Test
  void theLabelThatAUnionKeptIsThatOfNoOtherTask() {
    MixedTable table = mixed(labelTable("sport").union(labelTable("politics")), "task");
    assertThat(table.task("sport").labelShare()).contains(new LabelShare("sport", .1));
    TaskTable politics = table.task("politics");
    assertThat(politics.labelShare()).isEmpty();
    assertThat(politics.rows().count()).isEqualTo(2);
  }

  @Test
  void aColumnOfTasksMayHaveADotInItsName() {
    MixedTable table =
        mixed(labelTable("sport").withColumnRenamed("task", "meta.task"), "meta.task");
    assertThat(table.ids()).containsExactly("sport");
    assertThat(table.task("sport").rows().count()).isEqualTo(2);
  }
}
