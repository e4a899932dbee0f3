package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;

/**
 * Learns one task: a fresh adapter and head by cross-entropy on cached hidden states, the backbone
 * frozen (ADA, Ermis et al. 2022, section 3). The result depends on the rows and the settings
 * alone, not on any pool.
 */
public final class AdapterTrainer {
  private final Backbone backbone;
  private final AdapterConfig adapterConfig;
  private final TrainingConfig config;

  /**
   * @param config its seed is the task's, see {@link io.engram.adapters.TaskSeed}
   */
  public AdapterTrainer(Backbone backbone, AdapterConfig adapterConfig, TrainingConfig config) {
    this.backbone = backbone;
    this.adapterConfig = adapterConfig;
    this.config = config;
  }

  /**
   * @param rows training rows with hidden states at the adapter's first layer
   * @param validation rows for early stopping, or null
   */
  public TrainedTask train(
      LabelSpace labels, RowSpool rows, RowSpool validation, TrainingListener listener) {
    return train(labels, rows, validation, listener, Checkpoints.NONE);
  }

  /** As {@link #train(LabelSpace, RowSpool, RowSpool, TrainingListener)}, resumable. */
  public TrainedTask train(
      LabelSpace labels,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    AdapterWeights fresh =
        AdapterInitializer.fresh(adapterConfig, backbone.config(), config.seed());
    int hidden = backbone.config().hidden();
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter adapter = Adapter.of(fresh, owner, true);
        CrossEntropyObjective objective =
            HeadTrainer.objective(labels, rows, hidden, config, owner)) {
      AdaptedStudent student = new AdaptedStudent(backbone, adapter);
      TrainingReport report =
          new TrainingLoop(config, student, objective, listener, checkpoints).run(rows, validation);
      return new TrainedTask(adapter.export(), objective.head().centred(), report);
    }
  }
}
