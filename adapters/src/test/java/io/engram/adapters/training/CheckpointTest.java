package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.NumericPlace;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final TrainingConfig CONFIG =
      new TrainingConfig(1e-2, 2e-2, 0.01, 0.06, 5, 8, 2, true, 11);

  private static BertEncoder backbone;
  private static RowSpool rows;
  private static RowSpool validation;
  private static TrainedTask uninterrupted;

  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() {
    backbone = TinyBackbone.create(1);
    List<FeatureRow> all = ToyRows.rows(backbone, 1, 90, 3, i -> i % 3);
    rows = ToyRows.spool(all.subList(0, 65), 32);
    validation = ToyRows.spool(all.subList(65, 90), 32);
    uninterrupted = train(CONFIG, TrainingListener.NONE, CheckpointStore.NONE);
  }

  @AfterAll
  static void close() {
    rows.close();
    validation.close();
    backbone.close();
  }

  private static TrainedTask train(
      TrainingConfig config, TrainingListener listener, CheckpointStore store) {
    return new AdapterTrainer(backbone, new BottleneckConfig(Placement.HOULSBY, 8, 1), config)
        .train(ToyRows.labels(3), rows, validation, listener, evenly(store));
  }

  private static Checkpoints evenly(CheckpointStore store) {
    return new Checkpoints(store, CheckpointRhythm.EVEN);
  }

  private static TrainingListener killAt(long step) {
    return progress -> {
      if (progress.step() == step) {
        throw new IllegalStateException("killed at step " + step);
      }
    };
  }

  private LocalCheckpointStore store() {
    return new LocalCheckpointStore(folder.resolve("checkpoint.safetensors"));
  }

  /** Nine steps an epoch: 9 and 18 are the last of an epoch, 10 and 11 the first of the next. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 9, 10, 11, 18, 23, 44})
  void aKilledRunEndsWithTheBytesOfOneThatWasNot(long step) {
    CheckpointStore store = store();
    assertThatThrownBy(() -> train(CONFIG, killAt(step), store))
        .hasMessage("killed at step " + step);
    List<Long> steps = new ArrayList<>();
    TrainedTask resumed = train(CONFIG, progress -> steps.add(progress.step()), store);
    assertThat(resumed.adapter()).isEqualTo(uninterrupted.adapter());
    assertThat(resumed.head()).isEqualTo(uninterrupted.head());
    assertThat(resumed.report())
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(uninterrupted.report());
    assertThat(steps.get(0)).isBetween(step - 1, step + 1);
    assertThat(store.load()).isEmpty();
  }

  @Test
  void anInterruptedRunEndsAtTheNextStepAndGoesOnFromItsCheckpoint() {
    CheckpointStore store = store();
    TrainingListener interrupting =
        progress -> {
          if (progress.step() == 12) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> train(CONFIG, interrupting, store))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessage("the training was interrupted after step 12 of 45");
    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();

    TrainedTask resumed = train(CONFIG, TrainingListener.NONE, store);
    assertThat(resumed.adapter()).isEqualTo(uninterrupted.adapter());
  }

  @Test
  void whoWaitsForAnotherTrainingCanBeInterrupted() {
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread waiting = new Thread(TrainingTurn::await);
    waiting.setUncaughtExceptionHandler((thread, failure) -> ended.set(failure));
    try (TrainingTurn turn = TrainingTurn.await()) {
      assertThat(turn).isNotNull();
      waiting.start();
      waiting.interrupt();
      assertThatCode(() -> waiting.join(60_000)).doesNotThrowAnyException();
      assertThat(waiting.isAlive()).as("still waits").isFalse();
    }
    assertThat(ended.get())
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessageContaining("waiting for another one");
  }

  @Test
  void theSecondsOfARunCountThoseBeforeItWasKilled() {
    double slept = 0.3;
    CheckpointStore store = store();
    TrainingListener slow =
        progress -> {
          if (progress.step() == 1) {
            // Parking may end early.
            long end = System.nanoTime() + (long) (slept * 2e9);
            while (System.nanoTime() < end) {
              LockSupport.parkNanos(end - System.nanoTime());
            }
          }
          killAt(12).onStep(progress);
        };
    assertThatThrownBy(() -> train(CONFIG, slow, store)).hasMessageContaining("killed");
    assertThat(Checkpoint.fromBytes(store.load().orElseThrow()).progress().seconds())
        .isGreaterThan(slept);
    assertThat(train(CONFIG, TrainingListener.NONE, store).report().seconds()).isGreaterThan(slept);
  }

  @Test
  void theThreadsOfTheCheckpointAreTakenAgain() {
    NeuralRuntime runtime = NeuralRuntime.get();
    try (NeuralRuntime.Limit one = runtime.limitThreads(1)) {
      assertThatThrownBy(() -> train(CONFIG, killAt(12), store())).hasMessageContaining("killed");
    }
    List<Integer> threads = new ArrayList<>();
    try (NeuralRuntime.Limit two = runtime.limitThreads(2)) {
      train(CONFIG, progress -> threads.add(runtime.threads()), store());
      assertThat(runtime.threads()).isEqualTo(2);
    }
    assertThat(threads).containsOnly(1).hasSize(45 - 12);
  }

  @Test
  void aCheckpointOfAnotherProcessorIsLeftAndTheRunBeginsAnew() {
    CheckpointStore store = store();
    assertThatThrownBy(() -> train(CONFIG, killAt(12), store)).hasMessageContaining("killed");
    Checkpoint here = Checkpoint.fromBytes(store.load().orElseThrow());
    RunIdentity identity = here.identity();
    NumericPlace place = identity.place();
    NumericPlace elsewhere =
        new NumericPlace("another", place.device(), place.numericPath(), place.threads());
    store.save(
        new Checkpoint(
                new RunIdentity(elsewhere, identity.config(), identity.recipe(), identity.plan()),
                here.progress(),
                here.best(),
                here.tensors())
            .toBytes());
    List<Long> steps = new ArrayList<>();
    TrainedTask anew = train(CONFIG, progress -> steps.add(progress.step()), store);
    assertThat(steps).startsWith(1L);
    assertThat(anew.adapter()).isEqualTo(uninterrupted.adapter());
  }

  @Test
  void aCheckpointOfOtherSettingsIsRefused() {
    CheckpointStore store = store();
    assertThatThrownBy(() -> train(CONFIG, killAt(12), store)).hasMessageContaining("killed");
    assertThatThrownBy(() -> train(CONFIG.withSeed(12), TrainingListener.NONE, store))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("belongs to another run: settings was")
        .hasMessageContaining("delete it to start again");
  }

  @Test
  void aCheckpointOfOtherRowsIsRefused() {
    CheckpointStore store = store();
    assertThatThrownBy(() -> train(CONFIG, killAt(12), store)).hasMessageContaining("killed");
    assertThatThrownBy(
            () ->
                new AdapterTrainer(backbone, new BottleneckConfig(Placement.HOULSBY, 8, 1), CONFIG)
                    .train(
                        ToyRows.labels(3),
                        /* rows= */ validation,
                        null,
                        TrainingListener.NONE,
                        evenly(store)))
        .hasMessageContaining("belongs to another run: rows or weights");
  }

  @Test
  void aDamagedCheckpointIsRefusedByName() throws IOException {
    Files.writeString(store().file(), "not a checkpoint");
    assertThatThrownBy(() -> train(CONFIG, TrainingListener.NONE, store()))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("checkpoint");
  }
}
