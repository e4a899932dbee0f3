package io.engram.consolidation.learning;

import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.FusionTrainer;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.lake.ContentHash;
import java.util.Arrays;
import java.util.List;

/**
 * A fresh attention over trained adapters, and a fresh head, for one task.
 *
 * @param adapters safetensors each, in the order in which they are attended to
 * @param training its rate for adapters is that of the fusion
 */
public record FusionJob(LabelSpace labels, byte[][] adapters, TrainingConfig training)
    implements TrainingJob {

  public static FusionJob of(
      LabelSpace labels, List<AdapterWeights> adapters, TrainingConfig training) {
    return new FusionJob(
        labels, adapters.stream().map(AdapterFile::toBytes).toArray(byte[][]::new), training);
  }

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(true, false, false);
  }

  @Override
  public String identity() {
    List<String> weights = Arrays.stream(adapters).map(ContentHash::sha256).toList();
    return JobIdentity.of("fusion", labels.classes(), weights, training);
  }

  @Override
  public TrainingOutcome run(
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    List<AdapterWeights> attended = Arrays.stream(adapters).map(AdapterFile::fromBytes).toList();
    return TrainingOutcome.of(
        new FusionTrainer(backbone, training)
            .train(labels, attended, rows.training(), rows.validation(), listener, checkpoints));
  }
}
