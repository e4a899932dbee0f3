package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.FusionConfig;
import io.engram.adapters.FusionWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.PooledMoments;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A workbench without any training: weights are numbers that say where they came from. Counts what
 * it is asked.
 */
final class FakeWorkbench implements LearningWorkbench {
  final List<String> asked = new ArrayList<>();
  private final float mark;
  private final int chosenSlot;

  /** How adapters, heads and shared adapters were asked to be trained. */
  final List<TrainingConfig> trainings = new ArrayList<>();

  FineTuning lastRequest;
  Consolidation lastConsolidation;
  Map<String, Head> trainedHeads = Map.of();

  /** Values of the adapters that were attended to last. */
  List<Float> fused = List.of();

  double fusionRate;

  /** Whether heads without an adapter get every validation row wrong. */
  boolean frozenAreWrong;

  /** Adapters below this get every validation row wrong. */
  float rightFrom = Float.NEGATIVE_INFINITY;

  /** Classes of the validation rows. */
  List<Integer> validated = List.of();

  /** Frozen features of the validation rows; where there are none, those of the mark. */
  List<float[]> validatedFeatures = List.of();

  /** Moments of the training rows; where there are none, those of the mark. */
  PooledMoments given;

  FakeWorkbench(float mark, int chosenSlot) {
    this.mark = mark;
    this.chosenSlot = chosenSlot;
  }

  static AdapterWeights weights(float value) {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("layer.0.output.up.bias", FloatTensor.vector(value));
    return new AdapterWeights(
        new BottleneckConfig(BottleneckConfig.Placement.PFEIFFER, 1, 0), tensors);
  }

  private static float value(AdapterWeights weights) {
    return weights.tensors().values().iterator().next().values()[0];
  }

  private Head head() {
    return head(mark);
  }

  static Head head(float mark) {
    return new Head(
        new LabelSpace(List.of("a", "b")),
        FloatTensor.matrix(2, 1, new float[] {mark, -mark}),
        FloatTensor.vector(0, 0));
  }

  /** What becomes of the head of an earlier task that is trained along. */
  Head rehearsedHead() {
    return head(mark + 0.25f);
  }

  private static TrainingReport report(double accuracy) {
    return new TrainingReport(4, 1, List.of(1.0), List.of(), accuracy, 1, 0);
  }

  @Override
  public TrainedTask trainAdapter(AdapterConfig adapter, TrainingConfig training) {
    asked.add("adapter");
    trainings.add(training);
    return new TrainedTask(weights(mark), head(), report(Double.NaN));
  }

  @Override
  public TrainedFusion trainFusion(List<AdapterWeights> adapters, TrainingConfig training) {
    asked.add("fuse");
    fused = adapters.stream().map(FakeWorkbench::value).toList();
    fusionRate = training.adapterLearningRate();
    return new TrainedFusion(fusion(mark), head(mark + 0.5f), report(Double.NaN));
  }

  static FusionWeights fusion(float value) {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("layer.0.output.fusion.query.bias", FloatTensor.vector(value));
    return new FusionWeights(FusionConfig.of(weights(0).config()), tensors);
  }

  @Override
  public TrainedTask trainHead(TrainingConfig training) {
    asked.add("head");
    trainings.add(training);
    return new TrainedTask(null, head(), report(Double.NaN));
  }

  @Override
  public ClassStatistics statistics() {
    asked.add("statistics");
    if (given != null) {
      return new ClassStatistics(List.of("a", "b"), given);
    }
    PooledMoments moments = new PooledMoments(2, 1);
    for (int label = 0; label < 2; label++) {
      moments.add(label, new double[] {place(label)});
      moments.add(label, new double[] {place(label) + 1});
    }
    return new ClassStatistics(List.of("a", "b"), moments);
  }

  @Override
  public RidgeSums ridgeSums(RandomFeatures features) {
    asked.add("ridge");
    RidgeSums sums = new RidgeSums(2, features.width());
    for (int label = 0; label < 2; label++) {
      sums.add(label, features.apply(new float[] {place(label)}));
    }
    return sums;
  }

  private float place(int label) {
    return label == 0 ? mark : -mark;
  }

  @Override
  public ContenderCounts validate(List<Contender> contenders) {
    asked.add("validate");
    ContenderCounts counts = new ContenderCounts(contenders.size());
    for (int row = 0; row < validated.size(); row++) {
      int label = validated.get(row);
      float[] features = validatedFeatures.isEmpty() ? null : validatedFeatures.get(row);
      counts.add(
          label,
          contenders.stream()
              .map(
                  contender ->
                      features == null
                          ? logits(contender, label)
                          : contender.head().logits(features))
              .toArray(float[][]::new));
    }
    return counts;
  }

  private float[] logits(Contender contender, int label) {
    boolean wrong =
        contender.adapters().isEmpty()
            ? frozenAreWrong
            : value(contender.adapters().get(0)) < rightFrom;
    float[] logits = contender.head().logits(new float[] {place(wrong ? 1 - label : label)});
    contender
        .second()
        .ifPresent(
            second -> {
              float[] more = second.logits(new float[] {place(frozenAreWrong ? 1 - label : label)});
              for (int c = 0; c < logits.length; c++) {
                logits[c] += more[c];
              }
            });
    return logits;
  }

  @Override
  public SlotChoice selectSlot(LearnerState state, String transferability) {
    asked.add("slot");
    return new SlotChoice(
        chosenSlot, new double[state.pool().slots().size()], state.loads(), transferability);
  }

  @Override
  public Distilled distil(LearnerState state, Consolidation request) {
    asked.add("distil");
    lastConsolidation = request;
    float old =
        state
            .pool()
            .slots()
            .get(request.slot())
            .weights()
            .tensors()
            .values()
            .iterator()
            .next()
            .values()[0];
    return new Distilled(weights(old * 10 + mark), trainedHeads, report(Double.NaN));
  }

  @Override
  public FineTuned fineTune(FineTuning request) {
    asked.add("fine-tune");
    float old =
        request
            .start()
            .map(start -> start.tensors().values().iterator().next().values()[0])
            .orElse(0f);
    lastRequest = request;
    trainings.add(request.training());
    Map<String, Head> heads = new LinkedHashMap<>(request.rehearsed());
    if (request.rehearsal().trainHeads()) {
      heads.replaceAll((task, before) -> rehearsedHead());
    }
    return new FineTuned(weights(old * 10 + mark), head(), heads, report(Double.NaN));
  }

  @Override
  public AdapterWeights fisher(AdapterWeights adapter, Head head) {
    asked.add("fisher");
    return weights(mark);
  }
}
