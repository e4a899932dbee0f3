package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class RowSizeTest {

  @Test
  void largeValuesCountWhereverTheyAre() {
    String text = "x".repeat(1000);
    assertThat(bytes(text)).isBetween(2000L, 2100L);
    assertThat(bytes(new byte[3000])).isBetween(3000L, 3100L);
    assertThat(bytes(RowFactory.create(text, 1))).isBetween(2000L, 2150L);
    assertThat(bytes(CollectionConverters.asScala(java.util.List.of(text, text))))
        .isBetween(4000L, 4200L);
    assertThat(bytes(CollectionConverters.asScala(Map.of("k", text)))).isBetween(2000L, 2150L);
  }

  @Test
  void nullsAndNumbersAreSmall() {
    assertThat(RowSize.bytes(RowFactory.create(null, 1, 2.0))).isBetween(1L, 200L);
  }

  private static long bytes(Object value) {
    Row row = RowFactory.create(value, "");
    return RowSize.bytes(row);
  }
}
