package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.runs.RunRecord;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.spark.PictureReading;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedLearningTest {
  private static final URI MODEL = URI.create("file:/lake/model/");

  private static RecordedLearning learning(PictureReading pictures) {
    return new RecordedLearning(
        new LearnRequest(
            MODEL,
            TaskRequest.of("shapes", "file:/lake/shapes").withPictures(pictures),
            Optional.of("tiny"),
            SettingsChoice.defaults(),
            false,
            Optional.empty(),
            GateRules.NONE,
            Optional.empty()),
        Precision.FLOAT16,
        true);
  }

  private static RecordedLearning of(JsonNode request) throws StoreException {
    return RecordedLearning.of(
        MODEL,
        new RunRecord(
            RunRecord.FORMAT, "store", "key", "shapes", Instant.EPOCH, "a@b", request, List.of()));
  }

  @Test
  void whatIsTakenUpAgainIsWhatWasAskedFor() throws StoreException {
    RecordedLearning asked = learning(new PictureReading(ImageLimits.of(99, 1000, 0.5), 2));
    assertThat(of(asked.toJson())).isEqualTo(asked);
  }

  @Test
  void aRunThatSaysNothingOfPicturesReadsThemByTheDefaults() throws StoreException {
    RecordedLearning asked = learning(new PictureReading(ImageLimits.of(99, 1000, 0.5), 2));
    ObjectNode json = (ObjectNode) asked.toJson();
    assertThat(json.remove("pictures")).isNotNull();
    assertThat(of(json)).isEqualTo(learning(PictureReading.DEFAULT));
  }

  @Test
  void aSourceThatSparkWouldLoadAClassForIsNotReadOnTheWordOfARecord() {
    ObjectNode json = (ObjectNode) learning(PictureReading.DEFAULT).toJson();
    ((ObjectNode) json.get("source")).put("format", "evil.Canary");
    assertThatThrownBy(() -> of(json))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("task shapes reads a source 'evil.Canary'")
        .hasMessageContaining("parquet")
        .hasMessageContaining("once more");
  }
}
