package io.engram.consolidation.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterFile;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.HeadFile;
import io.engram.adapters.HeadInitializer;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.WeightImportance;
import io.engram.adapters.training.Checkpoints;
import io.engram.adapters.training.FineTuner;
import io.engram.adapters.training.Rehearsal;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.strategy.FineTuned;
import io.engram.consolidation.strategy.FineTuning;
import io.engram.consolidation.strategy.TaskHeads;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.lake.ContentHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One more training of an adapter that several tasks share; labels of its rows count the classes of
 * all of them.
 *
 * @param adapter kind and width
 * @param start safetensors of the adapter, or null for a fresh one with fresh heads
 * @param precision safetensors of the importance of its weights, or null
 * @param centre safetensors of where they are held, or null
 * @param strength with which they are held
 * @param tasks in the order of the heads, the new one last
 * @param classes of each task
 * @param heads safetensors of the heads of earlier tasks, one less than there are tasks
 * @param rehearsal how their rows are trained on
 * @param training its seed is the new task's
 */
public record FineTuneJob(
    AdapterConfig adapter,
    byte[] start,
    byte[] precision,
    byte[] centre,
    double strength,
    String[] tasks,
    LabelSpace[] classes,
    byte[][] heads,
    Rehearsal rehearsal,
    TrainingConfig training)
    implements TrainingJob {

  public static FineTuneJob of(
      FineTuning request, String task, LabelSpace labels, TrainingConfig training) {
    List<String> tasks = new ArrayList<>(request.rehearsed().keySet());
    tasks.add(task);
    List<LabelSpace> spaces =
        new ArrayList<>(request.rehearsed().values().stream().map(Head::labels).toList());
    spaces.add(labels);
    FineTuner.Anchor anchor = request.anchor().orElse(null);
    return new FineTuneJob(
        request.adapter(),
        request.start().map(AdapterFile::toBytes).orElse(null),
        anchor == null ? null : AdapterFile.toBytes(anchor.importance().precision()),
        anchor == null ? null : AdapterFile.toBytes(anchor.importance().centre()),
        anchor == null ? 0 : anchor.strength(),
        tasks.toArray(new String[0]),
        spaces.toArray(new LabelSpace[0]),
        request.rehearsed().values().stream().map(HeadFile::toBytes).toArray(byte[][]::new),
        request.rehearsal(),
        training);
  }

  /** Classes of all tasks, named with their tasks. */
  @Override
  public LabelSpace labels() {
    return TaskHeads.classes(spaces());
  }

  /** Classes of each task, in the order of the heads. */
  public Map<String, LabelSpace> spaces() {
    Map<String, LabelSpace> spaces = new LinkedHashMap<>();
    for (int i = 0; i < tasks.length; i++) {
      spaces.put(tasks[i], classes[i]);
    }
    return spaces;
  }

  @Override
  public FeatureColumns columns() {
    return new FeatureColumns(true, false, false);
  }

  @Override
  public String identity() {
    List<Object> parts = new ArrayList<>(List.of("fine-tune", adapter, strength, spaces()));
    for (byte[] weights : new byte[][] {start, precision, centre}) {
      parts.add(weights == null ? "none" : ContentHash.sha256(weights));
    }
    for (byte[] head : heads) {
      parts.add(ContentHash.sha256(head));
    }
    parts.add(training);
    if (!rehearsal.equals(Rehearsal.ALIKE)) {
      parts.add(rehearsal);
    }
    if (beginsAnew()) {
      parts.add("every epoch");
    }
    return JobIdentity.of(parts.toArray());
  }

  @Override
  public TrainingOutcome run(
      TaskRows rows, Backbone backbone, TrainingListener listener, Checkpoints checkpoints) {
    FineTuner.Tuned tuned =
        new FineTuner(backbone, training, rehearsal, anchor())
            .train(
                startWeights(backbone),
                earlierHeads(backbone.config().hidden()),
                HeadInitializer.fresh(
                    classes[classes.length - 1], backbone.config().hidden(), training.seed()),
                rows.training(),
                beginsAnew() ? null : rows.validation(),
                listener,
                checkpoints);
    Map<String, Head> all = new LinkedHashMap<>();
    for (int i = 0; i < tasks.length; i++) {
      all.put(tasks[i], tuned.heads().get(i));
    }
    return TrainingOutcome.of(tuned.adapter(), TaskHeads.joined(all), tuned.report());
  }

  /** What came of it. */
  public FineTuned tuned(TrainingOutcome outcome) {
    Map<String, Head> heads = TaskHeads.split(HeadFile.fromBytes(outcome.head()), spaces());
    Head own = heads.remove(tasks[tasks.length - 1]);
    return new FineTuned(outcome.weights(), own, heads, outcome.readReport());
  }

  /**
   * Whether earlier tasks are learnt anew with the new one. Validation rows are the new one's
   * alone: the epoch that suits it best can leave the others half learnt, so that all are run and
   * the last one counts.
   */
  private boolean beginsAnew() {
    return start == null && heads.length > 0;
  }

  private AdapterWeights startWeights(Backbone backbone) {
    return start == null
        ? AdapterInitializer.fresh(adapter, backbone.config(), training.seed())
        : AdapterFile.fromBytes(start);
  }

  private List<Head> earlierHeads(int hidden) {
    List<Head> all = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      all.add(
          start == null
              ? HeadInitializer.fresh(classes[i], hidden, TaskSeed.of(training.seed(), tasks[i]))
              : HeadFile.fromBytes(heads[i]));
    }
    return all;
  }

  private FineTuner.Anchor anchor() {
    return precision == null
        ? null
        : new FineTuner.Anchor(
            new WeightImportance(AdapterFile.fromBytes(precision), AdapterFile.fromBytes(centre)),
            strength);
  }
}
