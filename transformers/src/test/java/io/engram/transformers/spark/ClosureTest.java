package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.backbone.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** What travels with every task is small: no stage, no session, no model is caught in it. */
class ClosureTest extends SparkTest {
  private static final int LIMIT_BYTES = 4_000;
  private static final RowReading READING =
      new RowReading(new InputColumns(0, -1), -1, 128, PictureReading.DEFAULT, RowReading.ERROR);
  private static final Wanted WANTED = new Wanted(3, true, true, Precision.FLOAT32);

  @Test
  void theExtractorsFunctionIsSmall() throws IOException {
    BackboneAddress source = BackboneAddress.of(spark(), "hdfs://lake/backbones/" + "0".repeat(64));
    int bytes = serialised(new FeatureExtractor.Append(source, READING, WANTED, 64));
    assertThat(bytes).isBetween(200, LIMIT_BYTES);
  }

  @Test
  void theFeatureTablesFunctionIsSmall() throws IOException {
    BackboneAddress source = BackboneAddress.of(spark(), "hdfs://lake/backbones/" + "0".repeat(64));
    int bytes = serialised(new TaskFeatures(source, READING, WANTED, 1, 2));
    assertThat(bytes).isBetween(200, LIMIT_BYTES);
  }

  private static int serialised(Object function) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(function);
    }
    return bytes.size();
  }
}
