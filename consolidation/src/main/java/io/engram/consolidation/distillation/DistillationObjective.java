package io.engram.consolidation.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.adapters.training.Objective;
import io.engram.adapters.training.RowBatch;
import io.engram.transformers.weights.FloatTensor;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link DistillationLoss} as what training minimises: the mean over the rows of the batch of the
 * mean squared difference over the concatenated block {@code [Σ C_t]}. The heads are centred and,
 * unless asked otherwise, frozen.
 */
public final class DistillationObjective implements Objective {
  private final SlotHeads heads;
  private final NDArray weight;
  private final NDArray bias;
  private final boolean trainHeads;

  /**
   * @param heads heads of all tasks of the slot and of the new task
   * @param trainHeads whether the heads are trained along
   * @param owner manager of the heads' arrays
   */
  public DistillationObjective(SlotHeads heads, boolean trainHeads, NDManager owner) {
    this.heads = heads;
    this.trainHeads = trainHeads;
    weight = array(heads.weight(), owner);
    bias = array(heads.bias(), owner);
    weight.setRequiresGradient(trainHeads);
    bias.setRequiresGradient(trainHeads);
  }

  private static NDArray array(FloatTensor tensor, NDManager owner) {
    return owner.create(tensor.values(), new Shape(tensor.shape()));
  }

  @Override
  public SortedMap<String, NDArray> parameters() {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    if (trainHeads) {
      parameters.put("head.bias", bias);
      parameters.put("head.weight", weight);
    }
    return Collections.unmodifiableSortedMap(parameters);
  }

  @Override
  public NDArray loss(NDArray pooled, RowBatch batch) {
    int width = heads.layout().width();
    NDArray target = batch.target();
    if (target == null || target.getShape().get(1) != width) {
      throw new IllegalArgumentException(
          "rows carry "
              + (target == null ? "no targets" : target.getShape().get(1) + " targets")
              + ", the tasks "
              + heads.layout().tasks()
              + " need "
              + width);
    }
    NDArray student = Linear.linear(pooled, weight, bias).singletonOrThrow();
    return student.sub(target).square().mean();
  }

  /** The heads after training, centred; those given when they are frozen. */
  public SlotHeads heads() {
    return trainHeads ? heads.with(weight.toFloatArray(), bias.toFloatArray()) : heads;
  }

  @Override
  public void close() {
    weight.close();
    bias.close();
  }
}
