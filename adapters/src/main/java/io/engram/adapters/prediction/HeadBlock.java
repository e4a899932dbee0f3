package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.engram.adapters.Head;
import io.engram.adapters.RandomFeatures;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heads of all tasks of one pass, those that read the same features as one matrix product.
 *
 * @param offsets first logit of each task
 * @param products one for each kind of features
 * @param logits classes of all tasks together
 */
record HeadBlock(SortedMap<String, Integer> offsets, List<Product> products, int logits) {

  /**
   * @param map {@code [hidden, features]}, or null where heads read the pooled output
   * @param weight {@code [logits of the product, features]}
   * @param bias {@code [logits of the product]}
   * @param first first logit of the block that it gives
   * @param logits that it gives
   */
  private record Product(NDArray map, NDArray weight, NDArray bias, int first, int logits) {

    static Product of(
        Optional<RandomFeatures> features, List<Head> heads, int first, NDManager owner) {
      int columns = (int) heads.get(0).weight().shape()[1];
      int logits = heads.stream().mapToInt(head -> head.labels().size()).sum();
      float[] weight = new float[logits * columns];
      float[] bias = new float[logits];
      int offset = 0;
      for (Head head : heads) {
        int classes = head.labels().size();
        System.arraycopy(head.weight().values(), 0, weight, offset * columns, classes * columns);
        System.arraycopy(head.bias().values(), 0, bias, offset, classes);
        offset += classes;
      }
      return new Product(
          features
              .map(map -> owner.create(map.weights(), new Shape(map.inputs(), map.width())))
              .orElse(null),
          owner.create(weight, new Shape(logits, columns)),
          owner.create(bias),
          first,
          logits);
    }

    float[] apply(NDArray pooled) {
      if (map == null) {
        return linear(pooled);
      }
      try (NDArray units = pooled.matMul(map);
          NDArray active = Activation.relu(units)) {
        return linear(active);
      }
    }

    private float[] linear(NDArray read) {
      try (NDArray result = Linear.linear(read, weight, bias).singletonOrThrow()) {
        return result.toFloatArray();
      }
    }
  }

  static HeadBlock of(SortedMap<String, Head> heads, NDManager owner) {
    Map<Optional<RandomFeatures>, List<Head>> byFeatures = new LinkedHashMap<>();
    heads
        .values()
        .forEach(
            head ->
                byFeatures.computeIfAbsent(head.features(), map -> new ArrayList<>()).add(head));
    SortedMap<String, Integer> offsets = new TreeMap<>();
    List<Product> products = new ArrayList<>();
    int logits = 0;
    for (var group : byFeatures.entrySet()) {
      products.add(Product.of(group.getKey(), group.getValue(), logits, owner));
      for (var task : heads.entrySet()) {
        if (task.getValue().features().equals(group.getKey())) {
          offsets.put(task.getKey(), logits);
          logits += task.getValue().labels().size();
        }
      }
    }
    return new HeadBlock(offsets, products, logits);
  }

  /** Whether it has no head at all. */
  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** Whether it has a head of a task. */
  boolean answers(String task) {
    return offsets.containsKey(task);
  }

  /**
   * Logits of one task for one row.
   *
   * @param all {@code [rows, logits]} row-major
   * @param classes of the task
   */
  float[] slice(float[] all, int row, String task, int classes) {
    int from = row * logits + offsets.get(task);
    return Arrays.copyOfRange(all, from, from + classes);
  }

  /**
   * @param pooled {@code [rows][hidden]}, at least one row
   * @return {@code [rows, logits]} row-major
   */
  float[] apply(float[][] pooled) {
    int hidden = pooled[0].length;
    float[] flat = new float[pooled.length * hidden];
    for (int row = 0; row < pooled.length; row++) {
      System.arraycopy(pooled[row], 0, flat, row * hidden, hidden);
    }
    try (TensorScope scope = TensorScope.open()) {
      return apply(scope.manager().create(flat, new Shape(pooled.length, hidden)));
    }
  }

  /**
   * @param pooled {@code [rows, hidden]}
   * @return {@code [rows, logits]} row-major
   */
  float[] apply(NDArray pooled) {
    if (products.size() == 1) {
      return products.get(0).apply(pooled);
    }
    int rows = (int) pooled.getShape().get(0);
    float[] all = new float[rows * logits];
    for (Product product : products) {
      float[] part = product.apply(pooled);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            part, row * product.logits(), all, row * logits + product.first(), product.logits());
      }
    }
    return all;
  }
}
