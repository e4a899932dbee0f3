package io.engram.consolidation.strategy;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.BottleneckConfig;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingReport;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
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
  double probeAccuracy = Double.NaN;
  double adapterAccuracy = Double.NaN;
  Map<String, Head> trainedHeads = Map.of();

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

  private Head head() {
    return head(mark);
  }

  static Head head(float mark) {
    return new Head(
        new LabelSpace(List.of("a", "b")),
        FloatTensor.matrix(2, 1, new float[] {mark, -mark}),
        FloatTensor.vector(0, 0));
  }

  private static TrainingReport report(double accuracy) {
    return new TrainingReport(4, 1, List.of(1.0), List.of(), accuracy, 1, 0);
  }

  @Override
  public TrainedTask trainAdapter(AdapterConfig adapter, TrainingConfig training) {
    asked.add("adapter");
    return new TrainedTask(weights(mark), head(), report(adapterAccuracy));
  }

  @Override
  public TrainedTask trainHead(TrainingConfig training) {
    asked.add("head");
    return new TrainedTask(null, head(), report(probeAccuracy));
  }

  @Override
  public SlotChoice selectSlot(LearnerState state, String transferability) {
    asked.add("slot");
    return new SlotChoice(
        chosenSlot, new double[state.pool().slots().size()], state.loads(), transferability);
  }

  @Override
  public Distilled distil(
      LearnerState state, int slot, AdapterWeights learnt, Head head, TrainingConfig training) {
    asked.add("distil");
    float old =
        state.pool().slots().get(slot).weights().tensors().values().iterator().next().values()[0];
    return new Distilled(weights(old * 10 + mark), trainedHeads, report(Double.NaN));
  }
}
