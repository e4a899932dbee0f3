package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.engram.transformers.weights.FloatTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), its moments open to
 * be saved. For a parameter p with gradient g at step t:
 *
 * <pre>
 * p ← p (1 - lr · decay)                                   biases and some others do not decay
 * m ← β1 m + (1 - β1) g ;  v ← β2 v + (1 - β2) g²
 * p ← p - lr / (1 - β1^t) · m / (√v / √(1 - β2^t) + ε)
 * </pre>
 *
 * Steps run outside a gradient collector, with automatic differentiation off.
 */
public final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDManager owner;
  private final double weightDecay;
  private final List<Slot> slots = new ArrayList<>();
  private long steps;

  /** One parameter and what the optimiser remembers of it. */
  private static final class Slot {
    final String name;
    final NDArray parameter;
    final double peak;
    final boolean decays;
    final NDArray m;
    final NDArray v;
    NDArray gradient;

    Slot(String name, NDArray parameter, double peak, boolean decays, NDManager owner) {
      this.name = name;
      this.parameter = parameter;
      this.peak = peak;
      this.decays = decays;
      m = owner.zeros(parameter.getShape());
      v = owner.zeros(parameter.getShape());
    }
  }

  /**
   * @param parent manager under which the moments live until {@link #close()}
   * @param weightDecay decoupled decay, multiplied by the learning rate at each step
   */
  public AdamW(NDManager parent, double weightDecay) {
    this.owner = parent.newSubManager();
    this.weightDecay = weightDecay;
  }

  /**
   * Adds parameters; they must take gradients. Biases do not decay.
   *
   * @param peak learning rate at factor 1
   */
  public void add(SortedMap<String, NDArray> parameters, double peak) {
    add(parameters, peak, name -> !name.endsWith("bias"));
  }

  /**
   * As {@link #add(SortedMap, double)}.
   *
   * @param decays whether the parameter of a name decays
   */
  public void add(SortedMap<String, NDArray> parameters, double peak, Predicate<String> decays) {
    parameters.forEach(
        (name, array) -> slots.add(new Slot(name, array, peak, decays.test(name), owner)));
  }

  /** Steps taken so far: t. */
  public long steps() {
    return steps;
  }

  /**
   * One step with the gradients collected since the last one, which are then zero.
   *
   * @param factor share of the peak learning rates, see {@link LearningRateSchedule}
   */
  public void step(double factor) {
    steps++;
    try (NDManager scope = owner.newSubManager()) {
      Scalars scalars = new Scalars(scope, steps);
      for (Slot slot : slots) {
        update(slot, scalars, factor);
      }
    }
  }

  /**
   * Scales the gradients collected since the last step so that their Euclidean norm over all
   * parameters is at most {@code limit} (Pascanu et al. 2013, algorithm 1).
   *
   * @return the norm before
   */
  public double clip(double limit) {
    double squares = 0;
    for (Slot slot : slots) {
      try (NDArray square = gradient(slot).square();
          NDArray sum = square.sum()) {
        squares += sum.getFloat();
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > limit) {
      slots.forEach(slot -> gradient(slot).muli(limit / norm));
    }
    return norm;
  }

  private NDArray gradient(Slot slot) {
    if (slot.gradient == null) {
      slot.gradient = slot.parameter.getGradient();
      slot.gradient.attach(owner);
    }
    return slot.gradient;
  }

  /** Constants of one step; made once because each costs as much as an operation. */
  private static final class Scalars {
    final NDArray beta1;
    final NDArray rest1;
    final NDArray beta2;
    final NDArray rest2;
    final NDArray root2;
    final NDArray epsilon;
    final double correction1;

    Scalars(NDManager scope, long step) {
      beta1 = scope.create((float) BETA1);
      rest1 = scope.create((float) (1 - BETA1));
      beta2 = scope.create((float) BETA2);
      rest2 = scope.create((float) (1 - BETA2));
      root2 = scope.create((float) Math.sqrt(1 - Math.pow(BETA2, (double) step)));
      epsilon = scope.create((float) EPSILON);
      correction1 = 1 - Math.pow(BETA1, (double) step);
    }
  }

  private void update(Slot slot, Scalars scalars, double factor) {
    NDArray gradient = gradient(slot);
    double rate = slot.peak * factor;
    if (weightDecay > 0 && slot.decays) {
      slot.parameter.muli(1 - rate * weightDecay);
    }
    try (NDArray first = gradient.mul(scalars.rest1);
        NDArray second = gradient.square()) {
      slot.m.muli(scalars.beta1).addi(first);
      second.muli(scalars.rest2);
      slot.v.muli(scalars.beta2).addi(second);
    }
    try (NDArray root = slot.v.sqrt()) {
      root.divi(scalars.root2).addi(scalars.epsilon);
      try (NDArray change = slot.m.div(root)) {
        slot.parameter.subi(change.muli(rate / scalars.correction1));
      }
    }
    JniUtils.zeroGrad((PtNDArray) slot.parameter);
  }

  /** A copy of the moments: {@code m.NAME} and {@code v.NAME} for every parameter. */
  public SortedMap<String, FloatTensor> moments() {
    SortedMap<String, FloatTensor> moments = new TreeMap<>();
    for (Slot slot : slots) {
      long[] shape = slot.parameter.getShape().getShape();
      moments.put("m." + slot.name, new FloatTensor(shape, slot.m.toFloatArray()));
      moments.put("v." + slot.name, new FloatTensor(shape, slot.v.toFloatArray()));
    }
    return moments;
  }

  /**
   * Goes on where another optimiser stood.
   *
   * @throws IllegalArgumentException naming the moment that is missing or of another shape
   */
  public void restore(long stepsTaken, Map<String, FloatTensor> moments) {
    for (Slot slot : slots) {
      set(slot.m, "m." + slot.name, moments);
      set(slot.v, "v." + slot.name, moments);
    }
    steps = stepsTaken;
  }

  private static void set(NDArray array, String name, Map<String, FloatTensor> moments) {
    FloatTensor saved = moments.get(name);
    if (saved == null || !new Shape(saved.shape()).equals(array.getShape())) {
      throw new IllegalArgumentException(
          "optimiser state needs " + name + " of shape " + array.getShape() + ", got " + saved);
    }
    array.set(FloatBuffer.wrap(saved.values()));
  }

  @Override
  public void close() {
    owner.close();
  }
}
