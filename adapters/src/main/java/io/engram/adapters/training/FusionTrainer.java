package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionInitializer;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.List;

/**
 * Second step of AdapterFusion (Pfeiffer et al. 2021): a fresh attention over trained adapters and
 * a fresh head by cross-entropy on cached hidden states; backbone and adapters are frozen. There is
 * no dropout, as nowhere here.
 */
public final class FusionTrainer {
  private final Backbone backbone;
  private final TrainingConfig config;

  /**
   * @param config its rate for adapters is that of the fusion
   */
  public FusionTrainer(Backbone backbone, TrainingConfig config) {
    this.backbone = backbone;
    this.config = config;
  }

  /**
   * @param adapters what is attended to, at least one
   * @param rows training rows with hidden states at the adapters' first layer
   * @param validation rows for early stopping, or null
   */
  public TrainedFusion train(
      LabelSpace labels,
      List<AdapterWeights> adapters,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    FusionWeights fresh =
        FusionInitializer.fresh(
            FusionConfig.of(adapters.get(0).config()), backbone.config(), config.seed());
    int hidden = backbone.config().hidden();
    try (NDManager owner = NeuralRuntime.get().newManager();
        Fusion fusion = new Fusion(fresh, AdapterStack.of(adapters, owner), owner, true);
        CrossEntropyObjective objective =
            HeadTrainer.objective(labels, rows, hidden, config, owner)) {
      FusedStudent student = new FusedStudent(backbone, fusion);
      TrainingReport report =
          new TrainingLoop(config, student, objective, listener, checkpoints).run(rows, validation);
      return new TrainedFusion(fusion.export(), objective.head().centred(), report);
    }
  }
}
