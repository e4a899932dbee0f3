package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.TaskSeed;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cross-entropy of a linear head that is trained along. A row of class y counts {@code w_y}; the
 * loss of a batch is {@code -1/batch · sum of w_y log p(y)}.
 */
public final class CrossEntropyObjective implements Objective {
  private static final double DEVIATION = 0.02;

  private final LabelSpace labels;
  private final float[] classWeights;
  private final NDArray weight;
  private final NDArray bias;

  private CrossEntropyObjective(
      LabelSpace labels, int hidden, float[] classWeights, NDManager owner, long seed) {
    this.labels = labels;
    this.classWeights = classWeights;
    Random random = new Random(TaskSeed.of(seed, "head.weight"));
    float[] values = new float[labels.size() * hidden];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    weight = owner.create(values, new Shape(labels.size(), hidden));
    bias = owner.zeros(new Shape(labels.size()));
    weight.setRequiresGradient(true);
    bias.setRequiresGradient(true);
  }

  /**
   * A fresh head: weights from {@code N(0, 0.02²)} of the seed, biases 0; every row counts the
   * same.
   *
   * @param owner manager of the head's arrays
   */
  public static CrossEntropyObjective of(
      LabelSpace labels, int hidden, NDManager owner, long seed) {
    float[] weights = new float[labels.size()];
    Arrays.fill(weights, 1f);
    return new CrossEntropyObjective(labels, hidden, weights, owner, seed);
  }

  /**
   * As {@link #of}, but a class counts by inverse frequency: {@code w_c = rows / (classes ·
   * rows_c)}, so that each class weighs the same and the mean weight of a row is 1.
   *
   * @param counts training rows of each class; a class without rows gets weight 0
   */
  public static CrossEntropyObjective balanced(
      LabelSpace labels, long[] counts, int hidden, NDManager owner, long seed) {
    if (counts.length != labels.size()) {
      throw new IllegalArgumentException(
          labels.size() + " classes but counts " + Arrays.toString(counts));
    }
    long rows = Arrays.stream(counts).sum();
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    float[] weights = new float[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = counts[c] == 0 ? 0f : (float) ((double) rows / (present * counts[c]));
    }
    return new CrossEntropyObjective(labels, hidden, weights, owner, seed);
  }

  @Override
  public SortedMap<String, NDArray> parameters() {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    parameters.put("head.bias", bias);
    parameters.put("head.weight", weight);
    return Collections.unmodifiableSortedMap(parameters);
  }

  @Override
  public NDArray loss(NDArray pooled, RowBatch batch) {
    int classes = labels.size();
    float[] share = new float[batch.rows() * classes];
    for (int row = 0; row < batch.rows(); row++) {
      int label = batch.labels()[row];
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "cross-entropy needs a class from 0 to " + (classes - 1) + ", a row has " + label);
      }
      share[row * classes + label] = -classWeights[label] / batch.rows();
    }
    NDArray chosen = batch.scope().create(share, new Shape(batch.rows(), classes));
    return logits(pooled).logSoftmax(1).mul(chosen).sum();
  }

  @Override
  public int correct(NDArray pooled, RowBatch batch) {
    long[] answers = logits(pooled).argMax(1).toLongArray();
    int correct = 0;
    for (int row = 0; row < answers.length; row++) {
      if (answers[row] == batch.labels()[row]) {
        correct++;
      }
    }
    return correct;
  }

  private NDArray logits(NDArray pooled) {
    return Linear.linear(pooled, weight, bias).singletonOrThrow();
  }

  /** A copy of the present head outside the engine, as trained (not centred). */
  public Head head() {
    return new Head(
        labels,
        new FloatTensor(weight.getShape().getShape(), weight.toFloatArray()),
        new FloatTensor(bias.getShape().getShape(), bias.toFloatArray()));
  }

  @Override
  public void close() {
    weight.close();
    bias.close();
  }
}
