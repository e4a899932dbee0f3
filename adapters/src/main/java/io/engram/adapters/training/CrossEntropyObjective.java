package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.adapters.Head;
import io.engram.adapters.HeadInitializer;
import io.engram.adapters.HeadStack;
import io.engram.adapters.LabelSpace;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Cross-entropy of linear heads, one a task, of which the last ones are trained along and the first
 * ones may be fixed. Labels count the classes of all heads in their order; a row is compared with
 * the classes of its own task only. A row of class y counts {@code w_y}; the loss of a batch is
 * {@code -1/batch · sum of w_y log p(y)}. With labels smoothed by s (Szegedy et al. 2016, section
 * 7) a row counts {@code 1 - s} for its class and {@code s/classes} for each.
 */
public final class CrossEntropyObjective implements Objective {
  /** A logit that never wins. */
  private static final float NEVER = -1e9f;

  private final List<Head> fixed;
  private final List<LabelSpace> trained;
  private final int classes;

  /** First class of the task of a class, and the first one after it. */
  private final int[] from;

  private final int[] to;
  private final float[] classWeights;
  private final double smoothing;
  private final Layer before;
  private final Layer own;

  /** Heads as one linear layer, {@code [Σ C_t, hidden]} and {@code [Σ C_t]}. */
  private record Layer(NDArray weight, NDArray bias) {
    static Layer of(List<Head> heads, boolean trained, NDManager owner) {
      Layer layer =
          new Layer(array(HeadStack.weight(heads), owner), array(HeadStack.bias(heads), owner));
      layer.weight.setRequiresGradient(trained);
      layer.bias.setRequiresGradient(trained);
      return layer;
    }

    NDArray logits(NDArray pooled) {
      return Linear.linear(pooled, weight, bias).singletonOrThrow();
    }

    void close() {
      weight.close();
      bias.close();
    }
  }

  /**
   * @param fixed heads of tasks that stay as they are, one a task; may be none
   * @param trained where training starts, one a task
   * @param classWeights what a row of each class counts, {@code [Σ C_t]}, fixed heads first
   * @param owner manager of the heads' arrays
   */
  CrossEntropyObjective(
      List<Head> fixed, List<Head> trained, float[] classWeights, NDManager owner) {
    this(fixed, trained, classWeights, 0, owner);
  }

  private CrossEntropyObjective(
      List<Head> fixed,
      List<Head> trained,
      float[] classWeights,
      double smoothing,
      NDManager owner) {
    this.smoothing = smoothing;
    this.fixed = List.copyOf(fixed);
    this.trained = trained.stream().map(Head::labels).toList();
    List<LabelSpace> tasks =
        Stream.concat(fixed.stream().map(Head::labels), this.trained.stream()).toList();
    classes = tasks.stream().mapToInt(LabelSpace::size).sum();
    this.classWeights = classWeights;
    if (classWeights.length != classes) {
      throw new IllegalArgumentException(
          classes + " classes but weights " + Arrays.toString(classWeights));
    }
    from = new int[classes];
    to = new int[classes];
    int start = 0;
    for (LabelSpace labels : tasks) {
      int end = start + labels.size();
      Arrays.fill(from, start, end, start);
      Arrays.fill(to, start, end, end);
      start = end;
    }
    before = fixed.isEmpty() ? null : Layer.of(fixed, false, owner);
    own = Layer.of(trained, true, owner);
  }

  private static NDArray array(FloatTensor tensor, NDManager owner) {
    return owner.create(tensor.values(), new Shape(tensor.shape()));
  }

  /**
   * A fresh head for one task; every row counts the same.
   *
   * @param owner manager of the head's arrays
   */
  public static CrossEntropyObjective of(
      LabelSpace labels, int hidden, NDManager owner, long seed) {
    return new CrossEntropyObjective(
        List.of(),
        List.of(HeadInitializer.fresh(labels, hidden, seed)),
        ClassWeights.equal(labels.size()),
        owner);
  }

  /**
   * As {@link #of}, but a class counts by inverse frequency.
   *
   * @param counts training rows of each class; a class without rows gets weight 0
   */
  public static CrossEntropyObjective balanced(
      LabelSpace labels, long[] counts, int hidden, NDManager owner, long seed) {
    return new CrossEntropyObjective(
        List.of(),
        List.of(HeadInitializer.fresh(labels, hidden, seed)),
        ClassWeights.balanced(counts),
        owner);
  }

  /**
   * As {@link #of}, with smoothed labels.
   *
   * @param smoothing share of a row that is spread over all classes, in [0, 1)
   */
  public static CrossEntropyObjective smoothed(
      LabelSpace labels, double smoothing, int hidden, NDManager owner, long seed) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException("smoothing should be in [0, 1), is " + smoothing);
    }
    return new CrossEntropyObjective(
        List.of(),
        List.of(HeadInitializer.fresh(labels, hidden, seed)),
        ClassWeights.equal(labels.size()),
        smoothing,
        owner);
  }

  @Override
  public SortedMap<String, NDArray> parameters() {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    parameters.put("head.bias", own.bias());
    parameters.put("head.weight", own.weight());
    return Collections.unmodifiableSortedMap(parameters);
  }

  @Override
  public NDArray loss(NDArray pooled, RowBatch batch) {
    float[] share = new float[batch.rows() * classes];
    for (int row = 0; row < batch.rows(); row++) {
      int label = batch.labels()[row];
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "cross-entropy needs a class from 0 to " + (classes - 1) + ", a row has " + label);
      }
      float whole = -classWeights[label] / batch.rows();
      if (smoothing > 0) {
        Arrays.fill(
            share, row * classes, (row + 1) * classes, (float) (whole * smoothing / classes));
        whole *= (float) (1 - smoothing);
      }
      share[row * classes + label] += whole;
    }
    NDArray chosen = batch.scope().create(share, new Shape(batch.rows(), classes));
    return logits(pooled, batch).logSoftmax(1).mul(chosen).sum();
  }

  @Override
  public int correct(NDArray pooled, RowBatch batch) {
    long[] answers = logits(pooled, batch).argMax(1).toLongArray();
    int correct = 0;
    for (int row = 0; row < answers.length; row++) {
      if (answers[row] == batch.labels()[row]) {
        correct++;
      }
    }
    return correct;
  }

  /** Logits of all classes; those of other tasks never win. */
  private NDArray logits(NDArray pooled, RowBatch batch) {
    NDArray ofTrained = own.logits(pooled);
    if (fixed.size() + trained.size() == 1) {
      return ofTrained;
    }
    NDArray logits = before == null ? ofTrained : before.logits(pooled).concat(ofTrained, 1);
    float[] mask = new float[batch.rows() * classes];
    Arrays.fill(mask, NEVER);
    for (int row = 0; row < batch.rows(); row++) {
      int label = batch.labels()[row];
      Arrays.fill(mask, row * classes + from[label], row * classes + to[label], 0f);
    }
    return logits.add(batch.scope().create(mask, new Shape(batch.rows(), classes)));
  }

  /** A copy of the only trained head outside the engine, as it is now (not centred). */
  public Head head() {
    if (trained.size() != 1) {
      throw new IllegalStateException(trained.size() + " heads are trained");
    }
    return heads().get(0);
  }

  /** Copies of the trained heads outside the engine, as they are now (not centred). */
  List<Head> heads() {
    return HeadStack.split(own.weight().toFloatArray(), own.bias().toFloatArray(), trained);
  }

  @Override
  public void close() {
    own.close();
    if (before != null) {
      before.close();
    }
  }
}
