package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.BottleneckConfig.Placement;
import io.engram.adapters.Head;
import io.engram.adapters.HeadInitializer;
import io.engram.adapters.WeightImportance;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FineTunerTest {
  private static final int WIDTH = 32;
  private static final TrainingConfig CONFIG =
      new TrainingConfig(1e-2, 2e-2, 0.0, 0.06, 12, 16, 0, true, 11);

  private static BertEncoder backbone;
  private static AdapterWeights start;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(1);
    start =
        AdapterInitializer.fresh(
            new BottleneckConfig(Placement.PFEIFFER, 8, 1), backbone.config(), 3);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  private static Head head(int classes, long seed) {
    return HeadInitializer.fresh(ToyRows.labels(classes), WIDTH, seed);
  }

  private static FineTuner.Tuned tune(
      List<Head> heads, FineTuner.Anchor anchor, List<FeatureRow> rows) {
    return tune(heads, Rehearsal.ALIKE, anchor, rows);
  }

  private static FineTuner.Tuned tune(
      List<Head> heads, Rehearsal how, FineTuner.Anchor anchor, List<FeatureRow> rows) {
    try (RowSpool train = ToyRows.spool(rows, WIDTH)) {
      int last = heads.size() - 1;
      return new FineTuner(backbone, CONFIG, how, anchor)
          .train(
              start,
              heads.subList(0, last),
              heads.get(last),
              train,
              null,
              TrainingListener.NONE,
              Checkpoints.NONE);
    }
  }

  /** The rows with their labels moved behind those of another task. */
  private static List<FeatureRow> behind(int classes, String prefix, List<FeatureRow> rows) {
    List<FeatureRow> moved = new ArrayList<>();
    for (FeatureRow row : rows) {
      moved.add(
          new FeatureRow(
              prefix + row.key(),
              row.label() + classes,
              row.length(),
              row.hidden(),
              row.pooled(),
              row.target()));
    }
    return moved;
  }

  private static AdapterWeights filled(float value) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    start
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[tensor.values().length];
              java.util.Arrays.fill(values, value);
              tensors.put(name, new FloatTensor(tensor.shape(), values));
            });
    return new AdapterWeights(start.config(), tensors);
  }

  private static double distance(AdapterWeights left, AdapterWeights right) {
    double sum = 0;
    for (String name : left.tensors().keySet()) {
      float[] l = left.tensors().get(name).values();
      float[] r = right.tensors().get(name).values();
      for (int i = 0; i < l.length; i++) {
        sum += (l[i] - r[i]) * (double) (l[i] - r[i]);
      }
    }
    return Math.sqrt(sum);
  }

  @Test
  void learnsTwoTasksAtOnceEachUnderItsOwnHead() {
    List<FeatureRow> rows = new ArrayList<>(ToyRows.rows(backbone, 1, 150, 1, i -> i % 3));
    rows.addAll(behind(3, "b-", ToyRows.rows(backbone, 1, 150, 2, i -> i % 2)));
    FineTuner.Tuned tuned = tune(List.of(head(3, 1), head(2, 2)), null, rows);
    List<Double> losses = tuned.report().epochLosses();
    assertThat(losses.get(0)).isGreaterThan(1.3 * losses.get(losses.size() - 1));
    assertThat(tuned.heads()).hasSize(2);
    assertThat(tuned.heads().get(1).labels().size()).isEqualTo(2);
    float[] bias = tuned.heads().get(0).bias().values();
    assertThat(bias[0] + bias[1] + bias[2]).as("centred").isCloseTo(0f, within(1e-5f));
  }

  @Test
  void headsOfEarlierTasksStayAsTheyAreAndTheirRowsTrainTheAdapter() {
    List<FeatureRow> rows = new ArrayList<>(ToyRows.rows(backbone, 1, 150, 1, i -> i % 3));
    List<FeatureRow> own = behind(3, "b-", ToyRows.rows(backbone, 1, 150, 2, i -> i % 2));
    rows.addAll(own);
    List<Head> heads = List.of(head(3, 1), head(2, 2));
    Rehearsal frozen = new Rehearsal(false, 1.0);
    FineTuner.Tuned tuned = tune(heads, frozen, null, rows);
    assertThat(tuned.heads().get(0)).isEqualTo(heads.get(0));
    assertThat(tuned.heads().get(1)).isNotEqualTo(heads.get(1));
    List<Double> losses = tuned.report().epochLosses();
    assertThat(losses.get(0)).isGreaterThan(1.2 * losses.get(losses.size() - 1));
    FineTuner.Tuned without = tune(heads, frozen, null, own);
    assertThat(distance(tuned.adapter(), without.adapter())).isGreaterThan(1e-3);
  }

  @Test
  void keptRowsCountTogetherWhatTheirWeightSaysHoweverFewTheyAre() {
    float[] alike = {1, 1, 1, 1};
    long[] counts = {4, 6, 20, 70};
    assertThat(new Rehearsal(false, 1.0).weighted(alike, counts, 2))
        .containsExactly(5f, 5f, 50 / 90f, 50 / 90f);
    assertThat(new Rehearsal(false, 0.25).weighted(alike, counts, 2))
        .containsExactly(2f, 2f, 80 / 90f, 80 / 90f);
    assertThat(Rehearsal.ALIKE.weighted(alike, counts, 2)).containsExactly(alike);
    assertThat(new Rehearsal(false, 1.0).weighted(alike, counts, 0)).containsExactly(alike);
  }

  @Test
  void importantWeightsMoveLessTheStrongerTheyAreHeld() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 96, 3, i -> i % 3);
    WeightImportance all = new WeightImportance(filled(1), start);
    double free = distance(tune(List.of(head(3, 1)), null, rows).adapter(), start);
    double held = distance(hold(all, 1, rows), start);
    double tight = distance(hold(all, 100, rows), start);
    assertThat(held).isLessThan(free);
    assertThat(tight).isLessThan(held / 2);
  }

  private static AdapterWeights hold(WeightImportance all, double strength, List<FeatureRow> rows) {
    return tune(List.of(head(3, 1)), new FineTuner.Anchor(all, strength), rows).adapter();
  }

  @Test
  void anAnchorOfStrengthZeroChangesNothing() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 48, 3, i -> i % 3);
    WeightImportance all = new WeightImportance(filled(1), filled(2));
    assertThat(distance(hold(all, 0, rows), tune(List.of(head(3, 1)), null, rows).adapter()))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void theSlopeOfTheAnchorIsStrengthTimesImportanceTimesTheWayFromItsCentre() {
    try (TensorScope scope = TensorScope.open();
        Adapter adapter = Adapter.of(filled(3), scope.manager(), true);
        AnchoredStudent student =
            new AnchoredStudent(
                new AdaptedStudent(backbone, adapter),
                new WeightImportance(filled(2), filled(1)),
                5,
                scope.manager());
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      NDArray penalty = student.penalty(scope.manager()).orElseThrow();
      collector.backward(penalty);
      assertThat(penalty.getFloat())
          .isCloseTo(2.5f * 2 * 4 * start.parameters(), within(0.1f * start.parameters()));
      for (NDArray parameter : adapter.parameters().values()) {
        assertThat(parameter.getGradient().toFloatArray()).containsOnly(5f * 2 * (3 - 1));
      }
    }
  }

  @Test
  void fisherInformationIsNoWhereNegativeAndDependsOnTheSeedOfTheDrawnAnswers() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 24, 3, i -> i % 3);
    Head head = head(3, 1);
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      AdapterWeights fisher = new FisherDiagonal(backbone, 7).of(start, head, spool);
      assertThat(fisher.tensors().keySet()).isEqualTo(start.tensors().keySet());
      double sum = 0;
      for (FloatTensor tensor : fisher.tensors().values()) {
        for (float value : tensor.values()) {
          assertThat(value).isNotNegative();
          sum += value;
        }
      }
      assertThat(sum).isPositive();
      // The up-projection starts at zero, so nothing below it has a slope.
      for (float value : fisher.tensors().get("layer.1.output.down.weight").values()) {
        assertThat(value).isZero();
      }
      assertThat(new FisherDiagonal(backbone, 7).of(start, head, spool)).isEqualTo(fisher);
      assertThat(new FisherDiagonal(backbone, 8).of(start, head, spool)).isNotEqualTo(fisher);
    }
  }

  @Test
  void fisherInformationOfRowsIsTheMeanOfThatOfEach() {
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 2, 3, i -> i);
    AdapterWeights both = fisher(rows);
    AdapterWeights first = fisher(rows.subList(0, 1));
    AdapterWeights second = fisher(rows.subList(1, 2));
    assertThat(first).isNotEqualTo(second);
    both.tensors()
        .forEach(
            (name, tensor) -> {
              float[] a = first.tensors().get(name).values();
              float[] b = second.tensors().get(name).values();
              for (int i = 0; i < a.length; i++) {
                float mean = (a[i] + b[i]) / 2;
                assertThat(tensor.values()[i]).isCloseTo(mean, within(1e-5f * mean + 1e-12f));
              }
            });
  }

  private static AdapterWeights fisher(List<FeatureRow> rows) {
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      return new FisherDiagonal(backbone, 7).of(start, head(3, 1), spool);
    }
  }

  @Test
  void aHeadThatIsSureOfItsAnswersLeavesNoInformation() {
    Head head = head(3, 1);
    Head sure = new Head(head.labels(), head.weight(), FloatTensor.vector(new float[] {100, 0, 0}));
    List<FeatureRow> rows = ToyRows.rows(backbone, 1, 8, 3, i -> i % 3);
    try (RowSpool spool = ToyRows.spool(rows, WIDTH)) {
      AdapterWeights fisher = new FisherDiagonal(backbone, 7).of(start, sure, spool);
      fisher.tensors().values().forEach(t -> assertThat(t.values()).containsOnly(0f));
    }
  }
}
