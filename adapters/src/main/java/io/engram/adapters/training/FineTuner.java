package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.WeightImportance;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.List;

/**
 * Goes on training one adapter that serves several tasks, with the heads of those whose rows are at
 * hand. Unless something holds it back it forgets the others.
 */
public final class FineTuner {
  private final Backbone backbone;
  private final TrainingConfig config;

  public FineTuner(Backbone backbone, TrainingConfig config) {
    this.backbone = backbone;
    this.config = config;
  }

  /**
   * What holds the weights.
   *
   * @param importance of the weights for earlier tasks
   * @param strength factor of the quadratic, not negative
   */
  public record Anchor(WeightImportance importance, double strength) {
    public Anchor {
      if (!(strength >= 0) || Double.isInfinite(strength)) {
        throw new IllegalArgumentException(
            "the strength of an anchor is not negative and finite, got " + strength);
      }
    }
  }

  /**
   * @param adapter the adapter as it is now
   * @param heads one a task, in the order of those given; centred
   * @param report how training went
   */
  public record Tuned(AdapterWeights adapter, List<Head> heads, TrainingReport report) {}

  /**
   * @param start the adapter to go on from
   * @param heads of the tasks whose rows are there, to go on from
   * @param anchor what holds the weights, or null
   * @param rows with hidden states at the adapter's first layer; labels count the classes of all
   *     heads in their order
   * @param validation rows for early stopping, or null
   */
  public Tuned train(
      AdapterWeights start,
      List<Head> heads,
      Anchor anchor,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter adapter = Adapter.of(start, owner, true);
        CrossEntropyObjective objective =
            new CrossEntropyObjective(heads, classWeights(heads, rows), owner)) {
      Student plain = new AdaptedStudent(backbone, adapter);
      Student student =
          anchor == null
              ? plain
              : new AnchoredStudent(plain, anchor.importance(), anchor.strength(), owner);
      TrainingReport report =
          new TrainingLoop(config, student, objective, listener, checkpoints).run(rows, validation);
      return new Tuned(
          adapter.export(), objective.heads().stream().map(Head::centred).toList(), report);
    }
  }

  private float[] classWeights(List<Head> heads, RowSpool rows) {
    int classes = heads.stream().mapToInt(head -> head.labels().size()).sum();
    float[] weights = ClassWeights.equal(classes);
    if (config.balanceClasses()) {
      long[] counts = rows.labelCounts(classes);
      int start = 0;
      for (Head head : heads) {
        int size = head.labels().size();
        long[] ofTask = java.util.Arrays.copyOfRange(counts, start, start + size);
        System.arraycopy(ClassWeights.balanced(ofTask), 0, weights, start, size);
        start += size;
      }
    }
    return weights;
  }
}
