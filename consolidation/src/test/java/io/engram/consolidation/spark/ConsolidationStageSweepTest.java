package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.spark.SparkTest;
import io.engram.transformers.spark.StageSweep;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsolidationStageSweepTest extends SparkTest {

  @Test
  void theEstimatorKeepsEveryParamAndIsFoundByConnect(@TempDir Path folder) throws Exception {
    spark();
    StageSweep.check(ContinualClassifier.class, folder);
    StageSweep.checkListedForConnect(ContinualClassifier.class);
  }

  @Test
  void thereAreNoStagesThatNoTestKnows() {
    assertThat(StageSweep.stagesOf("io.engram.consolidation"))
        .containsExactlyInAnyOrder(ContinualClassifier.class, ContinualClassifierModel.class);
  }
}
