package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageSweepTest extends SparkTest {
  @TempDir Path folder;

  static Stream<Class<?>> stages() {
    return StageSweep.stagesOf("io.engram.transformers.spark").stream();
  }

  @BeforeAll
  static void session() {
    spark();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStageKeepsEveryParam(Class<?> stage) throws Exception {
    StageSweep.check(stage, folder);
    StageSweep.checkListedForConnect(stage);
  }

  @Test
  void theSweepFindsTheStages() {
    assertThat(stages()).contains(FeatureExtractor.class);
  }
}
