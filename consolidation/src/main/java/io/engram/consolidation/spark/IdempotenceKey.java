package io.engram.consolidation.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;

/**
 * Same key: same task, same data, same settings, same backbone; learning again would give the same.
 */
final class IdempotenceKey {
  private IdempotenceKey() {}

  static String of(
      String task,
      String fingerprint,
      LearnerSettings settings,
      BackboneRef backbone,
      UnlabelledRows unlabelled) {
    JsonNode tree = ModelCodec.settingsTree(settings);
    String external = unlabelled == null ? "" : unlabelled.fingerprint();
    String content =
        String.join(
            "\n", "learn 1", task, fingerprint, tree.toString(), backbone.sha256(), external);
    return ContentHash.sha256(content.getBytes(StandardCharsets.UTF_8));
  }
}
