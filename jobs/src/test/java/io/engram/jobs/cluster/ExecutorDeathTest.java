package io.engram.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.spark.LocalClusterTest;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ExecutorDeathTest extends LocalClusterTest {

  @Test
  void aJobSurvivesTheDeathOfOneExecutor() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(cluster().sparkContext());
    assertThat(context.parallelize(List.of(1, 2), 2).count()).isEqualTo(2);
    List<ProcessHandle> executors = ExecutorProcesses.running();
    assertThat(executors).hasSize(2);
    ExecutorProcesses.kill(executors.get(0));
    assertThat(context.parallelize(List.of(1, 2, 3, 4), 4).map(x -> 2 * x).collect())
        .containsExactly(2, 4, 6, 8);
    assertThat(executors.get(0).isAlive()).isFalse();
  }
}
