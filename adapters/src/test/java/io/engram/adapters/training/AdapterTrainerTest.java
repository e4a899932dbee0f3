package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.engram.adapters.AdapterConfigs;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.AdapterWeights;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTrainerTest {
  private static final int WIDTH = 32;
  private static final TrainingConfig CONFIG =
      new TrainingConfig(1e-2, 2e-2, 0.01, 0.06, 12, 16, 0, false, 11);

  private static BertEncoder backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(1);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  private static TrainedTask train(AdapterKind kind, List<FeatureRow> rows, TrainingConfig config) {
    try (RowSpool train = ToyRows.spool(rows.subList(0, rows.size() * 3 / 4), WIDTH);
        RowSpool validation =
            ToyRows.spool(rows.subList(rows.size() * 3 / 4, rows.size()), WIDTH)) {
      return new AdapterTrainer(backbone, AdapterConfigs.of(kind, 8, 1), config)
          .train(ToyRows.labels(3), train, validation, TrainingListener.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void learnsATaskThatCanBeLearnt(AdapterKind kind) {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 400, 3, i -> i % 3);
    TrainedTask task = train(kind, rows, CONFIG);
    TrainingReport report = task.report();
    assertThat(report.epochLosses().get(0)).isGreaterThan(2 * report.epochLosses().get(11));
    assertThat(report.validationAccuracy()).isGreaterThan(0.9);
    assertThat(report.rows()).isEqualTo(300);
    assertThat(report.steps()).isEqualTo(12 * 19);
    assertThat(task.adapter().config()).isEqualTo(AdapterConfigs.of(kind, 8, 1));
  }

  @Test
  void beatsTheHeadAloneWhereTheFrozenFeaturesDoNotSeparate() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 400, 3, i -> i % 3);
    double adapted = train(AdapterKind.HOULSBY, rows, CONFIG).report().validationAccuracy();
    try (RowSpool train = ToyRows.spool(rows.subList(0, 300), WIDTH);
        RowSpool validation = ToyRows.spool(rows.subList(300, 400), WIDTH)) {
      TrainedTask head =
          new HeadTrainer(CONFIG)
              .train(ToyRows.labels(3), train, validation, TrainingListener.NONE);
      assertThat(head.adapter()).isNull();
      assertThat(head.report().epochLosses().get(0))
          .isGreaterThan(head.report().epochLosses().get(11));
      assertThat(adapted).isGreaterThan(head.report().validationAccuracy());
    }
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void beforeTheFirstStepTheEncoderIsThePlainOneBitForBit(AdapterKind kind) {
    FeatureRow row = ToyRows.rows(backbone, 1, 1, 3, i -> 0).get(0);
    AdapterWeights fresh =
        AdapterInitializer.fresh(AdapterConfigs.of(kind, 8, 1), backbone.config(), 1);
    assertThat(TrainedAnswers.pooled(backbone, fresh, row)).isEqualTo(row.pooled());
  }

  @Test
  void theHeadIsCentred() {
    TrainedTask task =
        train(
            AdapterKind.PFEIFFER,
            ToyRows.rows(backbone, 1, 80, 3, i -> i % 3),
            CONFIG.withEpochs(1));
    float[] weight = task.head().weight().values();
    for (int j = 0; j < WIDTH; j++) {
      assertThat(weight[j] + weight[WIDTH + j] + weight[2 * WIDTH + j])
          .isCloseTo(0f, within(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void theSameRowsInAnyOrderGiveTheSameBytes(AdapterKind kind) {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 120, 3, i -> i % 3);
    List<FeatureRow> train = new ArrayList<>(rows.subList(0, 90));
    TrainedTask first = train(kind, rows, CONFIG.withEpochs(2));
    Collections.shuffle(train, new Random(5));
    train.addAll(rows.subList(90, 120));
    TrainedTask second = train(kind, train, CONFIG.withEpochs(2));
    assertThat(second.adapter()).isEqualTo(first.adapter());
    assertThat(second.head()).isEqualTo(first.head());
    TrainedTask other = train(kind, rows, CONFIG.withEpochs(2).withSeed(12));
    assertThat(other.adapter()).isNotEqualTo(first.adapter());
  }

  @Test
  void stopsEarlyAndKeepsTheBestEpoch() {
    Random noise = new Random(1);
    int[] labels = noise.ints(120, 0, 3).toArray();
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 120, 3, i -> labels[i]);
    List<FeatureRow> contradicting = new ArrayList<>(rows.subList(0, 90));
    rows.subList(90, 120)
        .forEach(
            row ->
                contradicting.add(
                    new FeatureRow(
                        row.key(),
                        (row.label() + 1) % 3,
                        row.length(),
                        row.hidden(),
                        row.pooled(),
                        row.target())));
    TrainingConfig patient = new TrainingConfig(5e-3, 1e-2, 0, 0.06, 40, 16, 2, false, 11);
    TrainedTask task = train(AdapterKind.HOULSBY, contradicting, patient);
    TrainingReport report = task.report();
    List<Double> losses = report.validationLosses();
    assertThat(report.bestEpoch()).isEqualTo(losses.size() - 2);
    assertThat(losses.size()).isLessThan(40);
    assertThat(losses.get(report.bestEpoch() - 1)).isEqualTo(Collections.min(losses));
    // Asked one by one, what was kept has that loss: not the last epoch's, and a short batch counts
    // by its rows.
    double kept =
        contradicting.subList(90, 120).stream()
            .mapToDouble(
                row -> -Math.log(TrainedAnswers.probabilities(backbone, task, row)[row.label()]))
            .average()
            .orElseThrow();
    assertThat(kept).isCloseTo(Collections.min(losses), within(1e-4));
    assertThat(losses.get(losses.size() - 1) - kept).isGreaterThan(1e-3);
  }

  @Test
  void adapterAndHeadHaveLearningRatesOfTheirOwn() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 64, 3, i -> i % 3);
    TrainedTask[] stillAdapter = oneAndThreeEpochs(rows, 1e-12, 1e-2);
    assertThat(stillAdapter[1].adapter().tensors())
        .allSatisfy((name, t) -> assertNear(t, stillAdapter[0].adapter().tensors().get(name)));
    assertThat(stillAdapter[1].head()).isNotEqualTo(stillAdapter[0].head());
    TrainedTask[] stillHead = oneAndThreeEpochs(rows, 1e-2, 1e-12);
    assertNear(stillHead[1].head().weight(), stillHead[0].head().weight());
    assertThat(stillHead[1].adapter()).isNotEqualTo(stillHead[0].adapter());
  }

  private static TrainedTask[] oneAndThreeEpochs(
      List<FeatureRow> rows, double adapterRate, double headRate) {
    TrainingConfig config = new TrainingConfig(adapterRate, headRate, 0, 0.06, 1, 16, 0, false, 11);
    return new TrainedTask[] {
      train(AdapterKind.HOULSBY, rows, config),
      train(AdapterKind.HOULSBY, rows, config.withEpochs(3))
    };
  }

  private static void assertNear(FloatTensor actual, FloatTensor expected) {
    assertThat(actual.values()).containsExactly(expected.values(), within(1e-7f));
  }

  @Test
  void balancingRescuesARareClass() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 320, 3, i -> i % 16 == 0 ? 1 : i % 2 * 2);
    TrainingConfig fewSteps = new TrainingConfig(2e-3, 5e-3, 0, 0.06, 3, 16, 0, false, 11);
    TrainingConfig balanced = new TrainingConfig(2e-3, 5e-3, 0, 0.06, 3, 16, 0, true, 11);
    assertThat(recall(train(AdapterKind.HOULSBY, rows, balanced), rows))
        .isGreaterThan(recall(train(AdapterKind.HOULSBY, rows, fewSteps), rows));
  }

  private static double recall(TrainedTask task, List<FeatureRow> rows) {
    List<FeatureRow> rare = rows.stream().filter(row -> row.label() == 1).toList();
    return rare.stream()
            .mapToDouble(row -> TrainedAnswers.probabilities(backbone, task, row)[1])
            .sum()
        / rare.size();
  }

  @ParameterizedTest
  @EnumSource(AdapterKind.class)
  void liveArraysStayConstantOverTheSteps(AdapterKind kind) {
    List<Integer> live = new ArrayList<>();
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 64, 3, i -> i % 3);
    int before = NeuralRuntime.get().liveArrays();
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      new AdapterTrainer(backbone, AdapterConfigs.of(kind, 8, 1), CONFIG)
          .train(
              ToyRows.labels(3),
              spool,
              spool,
              progress -> live.add(NeuralRuntime.get().liveArrays()));
    }
    assertThat(live.subList(1, live.size())).containsOnly(live.get(1));
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void aLossThatIsNoNumberStopsWithStepAndRow() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 32, 3, i -> i % 3);
    rows.forEach(row -> row.hidden()[0] = Float.NaN);
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      AdapterTrainer trainer =
          new AdapterTrainer(backbone, AdapterConfigs.of(AdapterKind.HOULSBY, 8, 1), CONFIG);
      assertThatThrownBy(() -> trainer.train(ToyRows.labels(3), spool, null, TrainingListener.NONE))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("the loss is NaN at step 1 (epoch 1, first row 'row-");
    }
  }

  @Test
  void aLossOfValidationRowsThatIsNoNumberStopsTooAndKeepsNothing() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 32, 3, i -> i % 3);
    List<FeatureRow> held = ToyRows.rows(backbone, 1, 8, 4, i -> i % 3);
    held.get(5).hidden()[0] = Float.POSITIVE_INFINITY;
    try (RowSpool spool = ToyRows.spool(rows, WIDTH);
        RowSpool validation = ToyRows.spool(held, WIDTH)) {
      AdapterTrainer trainer =
          new AdapterTrainer(backbone, AdapterConfigs.of(AdapterKind.HOULSBY, 8, 1), CONFIG);
      assertThatThrownBy(
              () -> trainer.train(ToyRows.labels(3), spool, validation, TrainingListener.NONE))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("the loss of the validation rows is NaN")
          .hasMessageContaining("epoch 1");
    }
  }

  @Test
  void trainingInsideATrainingRunIsRefused() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 32, 3, i -> i % 3);
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      AdapterTrainer trainer =
          new AdapterTrainer(backbone, AdapterConfigs.of(AdapterKind.HOULSBY, 8, 1), CONFIG);
      TrainingListener nested =
          progress -> trainer.train(ToyRows.labels(3), spool, null, TrainingListener.NONE);
      assertThatThrownBy(() -> trainer.train(ToyRows.labels(3), spool, null, nested))
          .hasMessageContaining("training inside a training run");
    }
  }
}
