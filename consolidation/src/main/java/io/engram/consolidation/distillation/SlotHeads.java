package io.engram.consolidation.distillation;

import io.engram.adapters.Head;
import io.engram.adapters.HeadStack;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Centred heads of all tasks that one adapter serves, seen as one linear layer: {@code [Σ C_t,
 * hidden]}. Centred, so that the consolidation targets can be reached with the heads left as they
 * are.
 */
public final class SlotHeads {
  private final Map<String, Head> heads;
  private final TargetLayout layout;

  /**
   * @param heads by task, in the order of the blocks; centred here if they are not yet
   */
  public SlotHeads(Map<String, Head> heads) {
    Map<String, Head> centred = new LinkedHashMap<>();
    List<Integer> classes = new ArrayList<>();
    heads.forEach(
        (task, head) -> {
          centred.put(task, head.centred());
          classes.add(head.labels().size());
        });
    this.heads = Collections.unmodifiableMap(centred);
    this.layout = new TargetLayout(List.copyOf(centred.keySet()), classes);
    int hidden = hidden();
    centred.forEach(
        (task, head) -> {
          if (head.hidden() != hidden) {
            throw new IllegalArgumentException(
                "head of task " + task + " takes " + head.hidden() + " features, others " + hidden);
          }
        });
  }

  /** These heads and, after them, one more task's. */
  public SlotHeads plus(String task, Head head) {
    if (heads.containsKey(task)) {
      throw new IllegalArgumentException("task " + task + " has a head in this slot already");
    }
    Map<String, Head> more = new LinkedHashMap<>(heads);
    more.put(task, head);
    return new SlotHeads(more);
  }

  /** Centred heads by task, in the order of the blocks. */
  public Map<String, Head> heads() {
    return heads;
  }

  public TargetLayout layout() {
    return layout;
  }

  public int hidden() {
    return heads.values().iterator().next().hidden();
  }

  /** Weights of all heads, {@code [Σ C_t, hidden]}. */
  public FloatTensor weight() {
    return HeadStack.weight(heads.values());
  }

  /** Biases of all heads, {@code [Σ C_t]}. */
  public FloatTensor bias() {
    return HeadStack.bias(heads.values());
  }

  /**
   * The heads of the same tasks with other values, centred.
   *
   * @param weight {@code [Σ C_t, hidden]}
   * @param bias {@code [Σ C_t]}
   */
  public SlotHeads with(float[] weight, float[] bias) {
    List<Head> split =
        HeadStack.split(weight, bias, heads.values().stream().map(Head::labels).toList());
    Map<String, Head> changed = new LinkedHashMap<>();
    for (String task : heads.keySet()) {
      changed.put(task, split.get(changed.size()));
    }
    return new SlotHeads(changed);
  }

  /**
   * @param pooled {@code [hidden]}
   * @return logits of all tasks, {@code [Σ C_t]}
   */
  public float[] logits(float[] pooled) {
    float[] logits = new float[layout.width()];
    int at = 0;
    for (Head head : heads.values()) {
      float[] block = head.logits(pooled);
      System.arraycopy(block, 0, logits, at, block.length);
      at += block.length;
    }
    return logits;
  }
}
