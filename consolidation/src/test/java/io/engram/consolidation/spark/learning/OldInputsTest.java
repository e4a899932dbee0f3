package io.engram.consolidation.spark.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.distillation.Reservoir;
import io.engram.transformers.spark.SparkTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class OldInputsTest extends SparkTest {
  /** Of each text: more are cut when they are kept. */
  private static final int CHARACTERS = 8192;

  @Test
  void keptTextsTravelInMoreTasksTheMoreBytesTheyHave() {
    int usual = spark().sparkContext().defaultParallelism();
    assertThat(partitions(texts(20))).isLessThanOrEqualTo(usual);
    // 32 MiB.
    Dataset<Row> large = texts(2048);
    assertThat(partitions(large)).isEqualTo(usual + 2);
    assertThat(large.where("length(text) = 8192 and length(pair) = 8192").count()).isEqualTo(2048);
    assertThat(large.select("row_key").distinct().count()).isEqualTo(2048);
  }

  private static int partitions(Dataset<Row> rows) {
    return rows.javaRDD().getNumPartitions();
  }

  private static Dataset<Row> texts(int rows) {
    Reservoir reservoir = new Reservoir(0, rows);
    String text = "a".repeat(CHARACTERS);
    for (int row = 0; row < rows; row++) {
      reservoir.add("task", "key-" + row, text, text);
    }
    return OldInputs.table(spark(), reservoir);
  }
}
