package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.adapters.Adapter;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.WeightImportance;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes on training one adapter that serves several tasks, on the rows of a new one and on those of
 * earlier ones that are at hand. Unless something holds it back it forgets the others.
 */
public final class FineTuner {
  private final Backbone backbone;
  private final TrainingConfig config;
  private final Rehearsal rehearsal;
  private final Anchor anchor;

  /**
   * @param rehearsal how rows of earlier tasks are trained on
   * @param anchor what holds the weights, or null
   */
  public FineTuner(Backbone backbone, TrainingConfig config, Rehearsal rehearsal, Anchor anchor) {
    this.backbone = backbone;
    this.config = config;
    this.rehearsal = rehearsal;
    this.anchor = anchor;
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
   * @param heads of the earlier tasks in their order, then the new one's; those that were trained
   *     are centred
   * @param report how training went
   */
  public record Tuned(AdapterWeights adapter, List<Head> heads, TrainingReport report) {}

  /**
   * @param start the adapter to go on from
   * @param earlier heads of the earlier tasks whose rows are there
   * @param own the new task's, to go on from
   * @param rows with hidden states at the adapter's first layer; labels count the classes of all
   *     heads in their order, the new one's last
   * @param validation rows for early stopping, or null
   */
  public Tuned train(
      AdapterWeights start,
      List<Head> earlier,
      Head own,
      RowSpool rows,
      RowSpool validation,
      TrainingListener listener,
      Checkpoints checkpoints) {
    List<Head> fixed = rehearsal.trainHeads() ? List.of() : earlier;
    List<Head> trained = new ArrayList<>(rehearsal.trainHeads() ? earlier : List.of());
    trained.add(own);
    try (NDManager owner = NeuralRuntime.get().newManager();
        Adapter adapter = Adapter.of(start, owner, true);
        CrossEntropyObjective objective =
            new CrossEntropyObjective(fixed, trained, classWeights(earlier, own, rows), owner)) {
      Student plain = new AdaptedStudent(backbone, adapter);
      Student student =
          anchor == null
              ? plain
              : new AnchoredStudent(plain, anchor.importance(), anchor.strength(), owner);
      TrainingReport report =
          new TrainingLoop(config, student, objective, listener, checkpoints).run(rows, validation);
      List<Head> heads = new ArrayList<>(fixed);
      objective.heads().forEach(head -> heads.add(head.centred()));
      return new Tuned(adapter.export(), heads, report);
    }
  }

  private float[] classWeights(List<Head> earlier, Head own, RowSpool rows) {
    List<Head> heads = new ArrayList<>(earlier);
    heads.add(own);
    int classes = heads.stream().mapToInt(head -> head.labels().size()).sum();
    long[] counts = rows.labelCounts(classes);
    float[] weights = ClassWeights.equal(classes);
    if (config.balanceClasses()) {
      int start = 0;
      for (Head head : heads) {
        int end = start + head.labels().size();
        float[] ofTask = ClassWeights.balanced(Arrays.copyOfRange(counts, start, end));
        System.arraycopy(ofTask, 0, weights, start, end - start);
        start = end;
      }
    }
    return rehearsal.weighted(weights, counts, classes - own.labels().size());
  }
}
