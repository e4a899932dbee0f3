package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.spark.WindowedRows.Window;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowWindowsTest extends SparkTest {
  private static final StructType SCHEMA = new StructType().add("id", DataTypes.LongType);
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** Writes a number as often as its last digit modulo 3. */
  static final class Repeat extends RowWindows<Long> {
    private static final long serialVersionUID = 1L;

    Repeat() {
      super(new Window(7, 1 << 20));
    }

    @Override
    protected Work<Long> open() {
      OPENED.incrementAndGet();
      return new Work<>() {
        @Override
        public Long prepare(Row row, RowPlace place) {
          return row.getLong(0);
        }

        @Override
        public long bytes(Long prepared) {
          return 8;
        }

        @Override
        public List<List<Row>> run(List<Long> window) {
          return window.stream()
              .map(id -> Collections.nCopies((int) (id % 3), RowFactory.create(id)))
              .toList();
        }

        @Override
        public void close() {
          CLOSED.incrementAndGet();
        }
      };
    }
  }

  @BeforeEach
  void reset() {
    OPENED.set(0);
    CLOSED.set(0);
  }

  @Test
  void eachRowBecomesNoneOneOrSeveralInTheOrderOfTheInput() {
    List<Row> rows = repeat(spark().range(0, 30, 1, 2).toDF()).collectAsList();
    assertThat(rows.stream().map(row -> row.getLong(0)).limit(6))
        .containsExactly(1L, 2L, 2L, 4L, 5L, 5L);
    assertThat(rows).hasSize(30);
    assertThat(OPENED).hasValue(2);
    assertThat(CLOSED).hasValue(2);
  }

  @Test
  void anEmptyPartitionOpensNothing() {
    assertThat(repeat(spark().range(0, 0, 1, 2).toDF()).collectAsList()).isEmpty();
    assertThat(OPENED).hasValue(0);
  }

  @Test
  void aTaskThatStopsEarlyClosesWhatItOpened() {
    assertThat(repeat(spark().range(0, 1000, 1, 1).toDF()).limit(1).collectAsList()).hasSize(1);
    assertThat(OPENED).hasValue(1);
    assertThat(CLOSED).hasValue(1);
  }

  private static Dataset<Row> repeat(Dataset<Row> rows) {
    return rows.mapPartitions(new Repeat(), Encoders.row(SCHEMA));
  }
}
