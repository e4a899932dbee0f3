package io.engram.jobs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.spark.data.TaskTable;
import io.engram.jobs.JobException;
import io.engram.transformers.spark.PictureReading;
import io.engram.transformers.spark.SparkTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTablesTest extends SparkTest {
  @TempDir private Path folder;

  private String table(String text, String pair) {
    String uri = folder.resolve("table").toString();
    spark()
        .createDataset(List.of("pear"), Encoders.STRING())
        .toDF(text)
        .selectExpr("`" + text + "`", "'sweet' as `" + pair + "`")
        .write()
        .parquet(uri);
    return uri;
  }

  private static InputSpec columns(String text, String pair) {
    return new InputSpec(
        "",
        "parquet",
        Map.of(),
        text,
        Optional.of(pair),
        Optional.empty(),
        "label",
        InputSpec.USUAL_SPLIT,
        List.of(),
        PictureReading.DEFAULT);
  }

  @Test
  void unlabelledTextsMayStandInColumnsWhoseNamesHaveDots() {
    String uri = table("mail.text", "mail.subject");
    Row row =
        InputTables.unlabelled(uri, columns("mail.text", "mail.subject"), spark())
            .select(TaskTable.TEXT, TaskTable.PAIR)
            .first();
    assertThat(row.getString(0)).isEqualTo("pear");
    assertThat(row.getString(1)).isEqualTo("sweet");
  }

  @Test
  void anUnlabelledTableWithoutTheTextsIsRefusedWithItsColumns() {
    String uri = table("body", "pair");
    assertThatThrownBy(() -> InputTables.unlabelled(uri, columns("text", "pair"), spark()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("column 'text' is missing in " + uri + "; there are body, pair")
        .hasMessageContaining("--text-col");
  }
}
