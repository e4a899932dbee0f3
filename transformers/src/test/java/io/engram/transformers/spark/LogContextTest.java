package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest extends SparkTest {
  private static final class Say implements MapPartitionsFunction<Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<String> call(Iterator<Long> rows) {
      return List.of(MDC.get("mdc.task") + " " + MDC.get("mdc.version")).iterator();
    }
  }

  private static List<String> ofSparksTasks() {
    return spark()
        .range(0, 4, 1, 2)
        .mapPartitions(new Say(), Encoders.STRING())
        .distinct()
        .collectAsList();
  }

  @Test
  void entriesAreSeenInTheCallersThreadAndInSparksTasksUntilTheContextIsClosed() {
    try (LogContext outer = LogContext.open(spark()).with(LogContext.TASK, "bird")) {
      try (LogContext inner = LogContext.open(spark())) {
        inner.with(LogContext.TASK, "fish").with(LogContext.VERSION, "7");
        inner.with(LogContext.VERSION, "8");
        assertThat(MDC.get("mdc.task")).isEqualTo("fish");
        assertThat(ofSparksTasks()).containsExactly("fish 8");
      }
      assertThat(MDC.get("mdc.version")).isNull();
      assertThat(ofSparksTasks()).containsExactly("bird null");
    }
    assertThat(MDC.get("mdc.task")).isNull();
    assertThat(ofSparksTasks()).containsExactly("null null");
  }

  @Test
  void entriesOfAThreadAloneAreNotSeenInSparksTasks() {
    try (LogContext context = LogContext.ofThread().with(LogContext.TASK, "bird")) {
      assertThat(MDC.get("mdc.task")).isEqualTo("bird");
      assertThat(ofSparksTasks()).containsExactly("null null");
    }
    assertThat(MDC.get("mdc.task")).isNull();
  }
}
