package io.engram.adapters.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.LocalCheckpointStore;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.TrainingException;
import io.engram.adapters.training.TrainingListener;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.PixelBatch;
import io.engram.transformers.backbone.TrainableVit;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.HuggingFaceFolder;
import io.engram.transformers.backbone.folder.PublishedModel;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainerTest {
  private static final Augmentation LITTLE = new Augmentation(0.05, 0.05, 5, 0, 0, 0.1, 0.1);

  private static RowSpool rows;
  private static RowSpool validation;

  @TempDir Path folder;

  @BeforeAll
  static void draw() {
    rows = ToyPictures.spool(400, 1);
    validation = ToyPictures.spool(100, 2);
  }

  @AfterAll
  static void close() {
    rows.close();
    validation.close();
  }

  private static PretrainingConfig config(int epochs, long seed) {
    return new PretrainingConfig(epochs, 32, 3e-3, 0.05, 0.1, 0.1, 0.05, 1, LITTLE, seed);
  }

  private static PretrainedEncoder train(
      PretrainingConfig config, TrainingListener listener, Checkpoints checkpoints) {
    return new Pretrainer(ToyPictures.encoder(), ToyPictures.settings(), config)
        .train(ToyPictures.LABELS, rows, validation, listener, checkpoints);
  }

  @Test
  void learnsWhatCanBeLearntAndComesOutAsAFolderThatGivesTheSameFeatures() throws Exception {
    List<Double> accuracies = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {}

          @Override
          public void onEpoch(EpochEnd end) {
            accuracies.add(end.validationAccuracy());
          }
        };
    PretrainedEncoder learnt = train(config(25, 7), listener, Checkpoints.NONE);
    assertThat(learnt.report().validationAccuracy()).isGreaterThan(0.95);
    assertThat(accuracies).hasSize(25).contains(learnt.report().validationAccuracy());

    Path published = Files.createDirectory(folder.resolve("published"));
    new PublishedModel(learnt.config(), learnt.settings(), learnt.weights(), "made by a test")
        .write(published);
    float[][] ofFolder;
    try (Backbone backbone =
            BackboneImporter.importInto(
                    folder.resolve("imported"), new HuggingFaceFolder(published, "toy", "none"))
                .load();
        TensorScope scope = TensorScope.open()) {
      ofFolder = pooled(backbone, scope);
    }
    float[][] ofTraining = pooledInTraining(learnt);
    for (int row = 0; row < ofTraining.length; row++) {
      for (int i = 0; i < ofTraining[row].length; i++) {
        assertThat(ofFolder[row][i]).isCloseTo(ofTraining[row][i], within(1e-5f));
      }
    }
  }

  private static float[][] pooledInTraining(PretrainedEncoder learnt) {
    try (TensorScope scope = TensorScope.open();
        TrainableVit vit =
            new TrainableVit(
                learnt.config(), learnt.settings(), scope.manager(), learnt.weights())) {
      return pooled(vit.encoder(scope.manager()), scope);
    }
  }

  private static float[][] pooled(Backbone backbone, TensorScope scope) {
    Random random = new Random(5);
    List<Pixels> pictures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pictures.add(ToyPictures.picture(i % 4, random));
    }
    PixelBatch batch = PixelBatch.of(pictures);
    AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
    int layers = backbone.config().layers();
    float[] values =
        backbone
            .pool(
                backbone.encode(
                    backbone.embed(scope.manager(), batch), mask, 0, layers, LayerHook.IDENTITY),
                mask)
            .toFloatArray();
    float[][] rows = new float[10][32];
    for (int row = 0; row < 10; row++) {
      System.arraycopy(values, row * 32, rows[row], 0, 32);
    }
    return rows;
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(
        new LocalCheckpointStore(folder.resolve("checkpoint")), CheckpointRhythm.EVEN);
  }

  private static TrainingListener killAt(long step) {
    return progress -> {
      if (progress.step() == step) {
        throw new IllegalStateException("killed at step " + step);
      }
    };
  }

  /** Thirteen steps an epoch. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 13, 14, 30})
  void aKilledRunEndsWithTheWeightsOfOneThatWasNot(long step) {
    PretrainedEncoder whole = train(config(3, 7), TrainingListener.NONE, Checkpoints.NONE);
    assertThatThrownBy(() -> train(config(3, 7), killAt(step), checkpoints()))
        .hasMessage("killed at step " + step);
    List<Long> steps = new ArrayList<>();
    PretrainedEncoder resumed =
        train(config(3, 7), progress -> steps.add(progress.step()), checkpoints());
    assertThat(steps.get(0)).isBetween(step - 1, step + 1);
    assertThat(resumed.weights()).isEqualTo(whole.weights());
    assertThat(checkpoints().store().load()).isEmpty();
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    assertThat(train(config(1, 8), TrainingListener.NONE, Checkpoints.NONE).weights())
        .isNotEqualTo(train(config(1, 7), TrainingListener.NONE, Checkpoints.NONE).weights());
  }

  @Test
  void aCheckpointOfAnotherAugmentationIsRefusedAndSaysWhatItWas() {
    assertThatThrownBy(() -> train(config(3, 7), killAt(12), checkpoints()))
        .hasMessageContaining("killed");
    PretrainingConfig other =
        new PretrainingConfig(3, 32, 3e-3, 0.05, 0.1, 0.1, 0.05, 1, Augmentation.DEFAULT, 7);
    assertThatThrownBy(() -> train(other, TrainingListener.NONE, checkpoints()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("recipe was", "rotateDegrees=5.0", "rotateDegrees=15.0");
  }

  @Test
  void liveArraysStayConstantOverTheSteps() {
    List<Integer> live = new ArrayList<>();
    int before = NeuralRuntime.get().liveArrays();
    train(config(2, 7), progress -> live.add(NeuralRuntime.get().liveArrays()), Checkpoints.NONE);
    assertThat(live.subList(1, live.size())).containsOnly(live.get(1));
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }
}
