package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.WeightImportance;
import io.engram.transformers.runtime.EngineValues;
import io.engram.transformers.weights.FloatTensor;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A student whose weights are held where earlier tasks need them: {@code (strength / 2) Σ p_i (w_i
 * - c_i)²} is added to the loss (elastic weight consolidation, Kirkpatrick et al. 2017, equation
 * 3).
 */
final class AnchoredStudent implements Student, AutoCloseable {
  private final Student student;
  private final double strength;
  private final SortedMap<String, NDArray> precision;
  private final SortedMap<String, NDArray> centre;

  /**
   * @param owner manager of the anchors' arrays
   * @throws IllegalArgumentException when the importance is one of other weights
   */
  AnchoredStudent(Student student, WeightImportance importance, double strength, NDManager owner) {
    this.student = student;
    this.strength = strength;
    precision = arrays(importance.precision(), owner);
    centre = arrays(importance.centre(), owner);
    if (!precision.keySet().equals(student.parameters().keySet())) {
      throw new IllegalArgumentException(
          "importance of "
              + importance.precision().config()
              + " is not one of the weights that are trained: "
              + student.parameters().keySet());
    }
  }

  private static SortedMap<String, NDArray> arrays(AdapterWeights weights, NDManager owner) {
    SortedMap<String, NDArray> arrays = new TreeMap<>();
    weights
        .tensors()
        .forEach(
            (String name, FloatTensor tensor) ->
                arrays.put(name, owner.create(tensor.values(), new Shape(tensor.shape()))));
    return arrays;
  }

  @Override
  public SortedMap<String, NDArray> parameters() {
    return student.parameters();
  }

  @Override
  public boolean decays(String name) {
    return student.decays(name);
  }

  @Override
  public NDArray pooled(RowBatch batch) {
    return student.pooled(batch);
  }

  @Override
  public Optional<NDArray> penalty(NDManager scope) {
    // What is computed belongs to the manager of the first operand, which must not be the weights'.
    NDArray zero = scope.create(0f);
    NDArray sum = zero;
    for (var parameter : student.parameters().entrySet()) {
      NDArray moved = zero.add(parameter.getValue()).sub(centre.get(parameter.getKey()));
      sum = sum.add(moved.square().mul(precision.get(parameter.getKey())).sum());
    }
    return Optional.of(EngineValues.times(sum, strength / 2));
  }

  @Override
  public void close() {
    precision.values().forEach(NDArray::close);
    centre.values().forEach(NDArray::close);
  }
}
