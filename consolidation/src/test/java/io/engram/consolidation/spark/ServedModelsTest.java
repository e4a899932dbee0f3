package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.prediction.PredictorOptions;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.SparkTest;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;

class ServedModelsTest extends SparkTest {

  @Test
  void noBackboneIsLeasedForADocumentThatCannotBeFetched() {
    Broadcast<byte[]> lost =
        JavaSparkContext.fromSparkContext(spark().sparkContext()).broadcast(new byte[1]);
    lost.destroy();
    // Whoever asks for this backbone first is told that it is not there.
    String backbone = "file:/nowhere/backbones/" + "0".repeat(64);
    ModelSource source =
        new ModelSource(
            "a lost document", lost, "file:/nowhere", BackboneAddress.of(spark(), backbone));
    assertThatThrownBy(
            () -> ServedModels.lease(source, PredictorOptions.defaults(), ImageLimits.DEFAULT))
        .hasRootCauseInstanceOf(SparkException.class)
        .hasStackTraceContaining("destroyed");
  }
}
