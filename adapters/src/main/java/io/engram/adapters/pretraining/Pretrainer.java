package io.engram.adapters.pretraining;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.CrossEntropyObjective;
import io.engram.adapters.training.Descent;
import io.engram.adapters.training.LearningRateSchedule;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.TrainingListener;
import io.engram.adapters.training.TrainingLoop;
import io.engram.adapters.training.TrainingReport;
import io.engram.transformers.backbone.TrainableVit;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.runtime.NeuralRuntime;

/**
 * Learns an encoder of images from labelled pictures: all its weights and a linear classifier on
 * its pooled output, by cross-entropy (Dosovitskiy et al. 2021, with the recipe of Touvron et al.
 * 2021: AdamW, warm-up and cosine, smoothed labels, stochastic depth, erasing). The classifier is
 * thrown away.
 */
public final class Pretrainer {
  private final VitConfig encoder;
  private final ImageSettings settings;
  private final PretrainingConfig config;

  /**
   * @param settings how pictures were made ready
   */
  public Pretrainer(VitConfig encoder, ImageSettings settings, PretrainingConfig config) {
    this.encoder = encoder;
    this.settings = settings;
    this.config = config;
  }

  /**
   * Trains from random weights, or goes on from the checkpoint to the bytes of a run that was never
   * interrupted.
   *
   * @param rows pictures to learn
   * @param validation pictures of the same classes that are not trained on, or null; the weights of
   *     the epoch with the smallest loss on them are kept
   * @throws io.engram.adapters.training.TrainingException when the loss is no finite number, or the
   *     checkpoint belongs to other rows or settings
   */
  public PretrainedEncoder train(
      LabelSpace labels,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    try (NDManager owner = NeuralRuntime.get().newManager();
        TrainableVit vit =
            new TrainableVit(
                encoder, settings, owner, VitInitializer.fresh(encoder, config.seed()));
        CrossEntropyObjective objective =
            CrossEntropyObjective.smoothed(
                labels, config.labelSmoothing(), encoder.hidden(), owner, config.seed())) {
      TrainingReport report =
          new TrainingLoop(
                  config.training(),
                  new VitStudent(vit, config.dropPath(), config.seed()),
                  objective,
                  listener,
                  checkpoints,
                  descent())
              .run(rows, validation);
      return new PretrainedEncoder(encoder, settings, vit.export(), report);
    }
  }

  private Descent descent() {
    return new Descent(
        LearningRateSchedule.Decay.COSINE,
        config.maxGradientNorm(),
        (picture, epoch, position) ->
            config
                .augmentation()
                .apply(picture, TaskSeed.of(config.seed(), "picture." + epoch + "." + position)),
        encoder + " " + settings + " " + config);
  }
}
