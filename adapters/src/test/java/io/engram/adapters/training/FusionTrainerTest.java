package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterStack;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Fusion;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionFile;
import io.engram.adapters.FusionInitializer;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.prediction.TinyServing;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTrainerTest {
  private static final double STEP = 5e-4;
  private static final int WIDTH = 32;
  private static final TrainingConfig CONFIG =
      new TrainingConfig(5e-3, 2e-2, 0.01, 0.06, 6, 16, 0, true, 11);

  private static BertEncoder backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(1);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  private static List<AdapterWeights> adapters(AdapterKind kind, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> TinyServing.adapter(kind, backbone.config(), 1, i))
        .toList();
  }

  private static TrainedFusion train(
      int adapters, TrainingListener listener, CheckpointStore store) {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 160, 3, i -> i % 3);
    try (RowSpool train = ToyRows.spool(rows.subList(0, 120), WIDTH);
        RowSpool validation = ToyRows.spool(rows.subList(120, 160), WIDTH)) {
      return new FusionTrainer(backbone, CONFIG)
          .train(
              ToyRows.labels(3),
              adapters(AdapterKind.HOULSBY, adapters),
              train,
              validation,
              listener,
              new Checkpoints(store, CheckpointRhythm.EVEN));
    }
  }

  @Test
  void learnsATaskAndMovesEveryTensor() {
    TrainedFusion trained = train(3, TrainingListener.NONE, CheckpointStore.NONE);
    List<Double> losses = trained.report().epochLosses();
    assertThat(losses.get(0)).isGreaterThan(1.5 * losses.get(losses.size() - 1));
    FusionWeights fresh =
        FusionInitializer.fresh(trained.fusion().config(), backbone.config(), CONFIG.seed());
    assertThat(trained.fusion().tensors().keySet()).isEqualTo(fresh.tensors().keySet());
    trained
        .fusion()
        .tensors()
        .forEach((name, t) -> assertThat(t).as(name).isNotEqualTo(fresh.tensors().get(name)));
    assertThat(FusionFile.fromBytes(FusionFile.toBytes(trained.fusion())))
        .isEqualTo(trained.fusion());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, 9, 30})
  void aKilledTrainingEndsWithTheBytesOfOneThatWasNot(long step, @TempDir Path folder) {
    TrainedFusion whole = train(2, TrainingListener.NONE, CheckpointStore.NONE);
    CheckpointStore store = new LocalCheckpointStore(folder.resolve("checkpoint.safetensors"));
    TrainingListener killer =
        progress -> {
          if (progress.step() == step) {
            throw new IllegalStateException("killed at step " + step);
          }
        };
    assertThatThrownBy(() -> train(2, killer, store)).hasMessage("killed at step " + step);
    TrainedFusion resumed = train(2, TrainingListener.NONE, store);
    assertThat(resumed.fusion()).isEqualTo(whole.fusion());
    assertThat(resumed.head()).isEqualTo(whole.head());
  }

  @Test
  void liveArraysStayConstantOverTheSteps() {
    List<Integer> live = new ArrayList<>();
    int before = NeuralRuntime.get().liveArrays();
    train(3, progress -> live.add(NeuralRuntime.get().liveArrays()), CheckpointStore.NONE);
    assertThat(live.subList(1, live.size())).containsOnly(live.get(1));
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void adaptersThatSitElsewhereAreNotFused() {
    List<AdapterWeights> mixed = new ArrayList<>(adapters(AdapterKind.HOULSBY, 1));
    mixed.addAll(adapters(AdapterKind.PFEIFFER, 1));
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> AdapterStack.of(mixed, scope.manager()))
          .hasMessageContaining("they do not sit in the same places");
      assertThatThrownBy(() -> AdapterStack.of(adapters(AdapterKind.LORA, 2), scope.manager()))
          .hasMessage("adapters of kind lora cannot be fused: choose houlsby or pfeiffer");
    }
  }

  @Test
  void someOfAStackComputeWhatTheyComputeAlone() {
    List<AdapterWeights> all = adapters(AdapterKind.PFEIFFER, 4);
    FusionWeights weights = moved(fresh(AdapterKind.PFEIFFER), 0.3, 8);
    for (List<Integer> chosen : List.of(List.of(0, 1), List.of(3, 0, 2), List.of(0, 1, 2, 3))) {
      try (TensorScope scope = TensorScope.open()) {
        NDManager owner = scope.manager();
        AdapterStack alone = AdapterStack.of(chosen.stream().map(all::get).toList(), owner);
        AdapterStack some = AdapterStack.of(all, owner).select(chosen, owner);
        float expected = loss(new Fusion(weights, alone, owner, false), scope).getFloat();
        assertThat(loss(new Fusion(weights, some, owner, false), scope).getFloat())
            .as("%s", chosen)
            .isCloseTo(expected, within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AdapterKind.class,
      names = {"HOULSBY", "PFEIFFER"})
  void gradientsAreTheSlopesOfTheLoss(AdapterKind kind) {
    FusionWeights weights = moved(fresh(kind), 0.3, 4);
    Map<String, float[]> gradients = gradients(kind, weights);
    Random random = new Random(2);
    for (String name : weights.tensors().keySet()) {
      float[] direction = gaussian(random, weights.tensors().get(name).values().length);
      double up = loss(kind, moved(weights, name, direction, STEP));
      double down = loss(kind, moved(weights, name, direction, -STEP));
      double slope = 0;
      double size = 0;
      for (int i = 0; i < direction.length; i++) {
        slope += (double) gradients.get(name)[i] * direction[i];
        size += Math.abs((double) gradients.get(name)[i] * direction[i]);
      }
      assertThat(size).as(name).isGreaterThan(1e-3);
      assertThat((up - down) / (2 * STEP)).as(name).isEqualTo(slope, within(0.02 * size + 1e-4));
    }
  }

  private static FusionWeights fresh(AdapterKind kind) {
    return FusionInitializer.fresh(
        FusionConfig.of(adapters(kind, 1).get(0).config()), backbone.config(), 4);
  }

  private static FusionWeights moved(FusionWeights weights, double step, long seed) {
    Random random = new Random(seed);
    FusionWeights moved = weights;
    for (String name : weights.tensors().keySet()) {
      float[] direction = gaussian(random, weights.tensors().get(name).values().length);
      moved = moved(moved, name, direction, step);
    }
    return moved;
  }

  private static FusionWeights moved(
      FusionWeights weights, String name, float[] direction, double step) {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>(weights.tensors());
    FloatTensor tensor = tensors.get(name);
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] + step * direction[i]);
    }
    tensors.put(name, new FloatTensor(tensor.shape(), values));
    return new FusionWeights(weights.config(), tensors);
  }

  private static double loss(AdapterKind kind, FusionWeights weights) {
    try (TensorScope scope = TensorScope.open()) {
      AdapterStack stack = AdapterStack.of(adapters(kind, 3), scope.manager());
      return loss(new Fusion(weights, stack, scope.manager(), false), scope).getFloat();
    }
  }

  private static Map<String, float[]> gradients(AdapterKind kind, FusionWeights weights) {
    Map<String, float[]> gradients = new HashMap<>();
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      AdapterStack stack = AdapterStack.of(adapters(kind, 3), scope.manager());
      Fusion fusion = new Fusion(weights, stack, scope.manager(), true);
      collector.backward(loss(fusion, scope));
      fusion
          .parameters()
          .forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
    }
    return gradients;
  }

  /** A fixed random linear function of the pooled output of two rows, one of them padded. */
  private static NDArray loss(Fusion fusion, TensorScope scope) {
    Random fixed = new Random(9);
    int[] lengths = {5, 3};
    AttentionMask mask = AttentionMask.of(scope.manager(), lengths, 5);
    NDArray hidden = scope.manager().create(gaussian(fixed, 2 * 5 * 32), new Shape(2, 5, 32));
    NDArray pooled =
        new FusedStudent(backbone, fusion)
            .pooled(new RowBatch(scope.manager(), hidden, mask, null, null, lengths));
    return pooled.mul(scope.manager().create(gaussian(fixed, 64), new Shape(2, 32))).sum();
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
