package io.engram.consolidation.learning;

import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.FisherDiagonal;
import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingReport;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.lake.ContentHash;
import java.util.List;

/**
 * Diagonal Fisher information of one task: a value a weight, in the form of the adapter.
 *
 * @param adapter safetensors
 * @param head safetensors
 * @param seed of the answers that are drawn
 */
public record FisherJob(LabelSpace labels, byte[] adapter, byte[] head, long seed)
    implements TrainingJob {

  /**
   * @param seed of the answers that are drawn
   */
  public static FisherJob of(LabelSpace labels, AdapterWeights adapter, Head head, long seed) {
    return new FisherJob(labels, AdapterFile.toBytes(adapter), HeadFile.toBytes(head), seed);
  }

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(true, false, false);
  }

  @Override
  public String identity() {
    return JobIdentity.of(
        "fisher", labels.classes(), ContentHash.sha256(adapter), ContentHash.sha256(head), seed);
  }

  @Override
  public TrainingOutcome run(
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    long start = System.nanoTime();
    AdapterWeights fisher =
        new FisherDiagonal(backbone, seed)
            .of(AdapterFile.fromBytes(adapter), HeadFile.fromBytes(head), rows.training());
    double seconds = (System.nanoTime() - start) / 1e9;
    return TrainingOutcome.ofWeights(
        fisher,
        new TrainingReport(
            rows.training().rows(), 0, List.of(), List.of(), Double.NaN, 0, seconds));
  }
}
