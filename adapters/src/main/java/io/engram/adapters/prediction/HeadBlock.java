package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.engram.adapters.Head;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heads of all tasks of one slot as one matrix product.
 *
 * @param offsets first logit of each task
 * @param weight {@code [logits, hidden]}
 * @param bias {@code [logits]}
 * @param logits classes of all tasks together
 */
record HeadBlock(SortedMap<String, Integer> offsets, NDArray weight, NDArray bias, int logits) {

  static HeadBlock of(SortedMap<String, Head> heads, NDManager owner) {
    int hidden = heads.get(heads.firstKey()).hidden();
    int logits = heads.values().stream().mapToInt(head -> head.labels().size()).sum();
    float[] weight = new float[logits * hidden];
    float[] bias = new float[logits];
    SortedMap<String, Integer> offsets = new TreeMap<>();
    int offset = 0;
    for (var entry : heads.entrySet()) {
      Head head = entry.getValue();
      int classes = head.labels().size();
      System.arraycopy(head.weight().values(), 0, weight, offset * hidden, classes * hidden);
      System.arraycopy(head.bias().values(), 0, bias, offset, classes);
      offsets.put(entry.getKey(), offset);
      offset += classes;
    }
    return new HeadBlock(
        offsets, owner.create(weight, new Shape(logits, hidden)), owner.create(bias), logits);
  }

  /**
   * @param pooled {@code [rows, hidden]}
   * @return {@code [rows, logits]} row-major
   */
  float[] apply(NDArray pooled) {
    try (NDArray result = Linear.linear(pooled, weight, bias).singletonOrThrow()) {
      return result.toFloatArray();
    }
  }
}
