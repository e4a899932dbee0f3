package io.engram.consolidation.spark;

import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Same key: same task, same data, same settings, same backbone; learning again would give the same.
 */
final class IdempotenceKey {
  private IdempotenceKey() {}

  static String of(
      TaskManifest task,
      LearnerSettings settings,
      BackboneRef backbone,
      UnlabelledRows unlabelled) {
    List<String> content =
        new ArrayList<>(
            List.of(
                "learn 1",
                task.id().value(),
                task.fingerprint(),
                ModelCodec.settingsTree(settings).toString(),
                backbone.sha256(),
                unlabelled == null ? "" : unlabelled.fingerprint()));
    // No row says how frequent a label is, and answers depend on it.
    if (task.labelShare() != null) {
      content.add("share " + task.labelShare().share() + " of " + task.labelShare().label());
    }
    return ContentHash.sha256(String.join("\n", content).getBytes(StandardCharsets.UTF_8));
  }
}
