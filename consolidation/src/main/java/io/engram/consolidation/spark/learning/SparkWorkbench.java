package io.engram.consolidation.spark.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.distillation.SlotHeads;
import io.engram.consolidation.pool.AdapterPool;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.ControlScore;
import io.engram.consolidation.transferability.HeadScores;
import io.engram.consolidation.transferability.Leep;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.consolidation.transferability.SlotQuestion;
import io.engram.consolidation.transferability.SlotReading;
import io.engram.consolidation.transferability.TransRateOptions;
import io.engram.consolidation.transferability.TransferabilityMethod;
import io.engram.consolidation.transferability.TransferabilityScore;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * The workbench of one task on a Spark session: rows come from its feature table, computed once.
 */
final class SparkWorkbench implements LearningWorkbench {
  private static final String PROBE = "probe";
  private static final String ADAPTER = "adapter";
  private static final String CONSOLIDATION = "consolidation";
  private static final TransRateOptions TRANSRATE = TransRateOptions.defaults();

  private final TaskManifest task;
  private final LabelSpace labels;
  private final LearnerSettings settings;
  private final Dataset<Row> learnt;
  private final Dataset<Row> oldInputs;
  private final BackboneAddress backbone;
  private final TrainingPlace place;
  private final Trainings trainings;
  private final Function<String, TrainingListener> listeners;

  /**
   * @param learnt feature rows of the task, test rows left out
   * @param oldInputs feature table of unlabelled inputs of other tasks, or null
   * @param trainings what is kept of them
   * @param listeners of the steps of a training, by what is trained
   */
  SparkWorkbench(
      TaskManifest task,
      LearnerSettings settings,
      Dataset<Row> learnt,
      Dataset<Row> oldInputs,
      BackboneAddress backbone,
      TrainingPlace place,
      Trainings trainings,
      Function<String, TrainingListener> listeners) {
    this.task = task;
    this.labels = new LabelSpace(task.classes());
    this.settings = settings;
    this.learnt = learnt;
    this.oldInputs = oldInputs;
    this.backbone = backbone;
    this.place = place;
    this.trainings = trainings;
    this.listeners = listeners;
  }

  @Override
  public TrainedTask trainAdapter(AdapterConfig adapter, TrainingConfig training) {
    return place
        .run(
            learnt.select(
                FeatureRows.ROW_KEY,
                FeatureRows.SPLIT,
                FeatureRows.LABEL,
                FeatureRows.LENGTH,
                FeatureRows.HIDDEN,
                FeatureRows.POOLED),
            trainings.kept(ADAPTER, new TrainAdapterJob(labels, adapter, seeded(training))),
            listeners.apply(ADAPTER))
        .task();
  }

  @Override
  public TrainedTask trainHead(TrainingConfig training) {
    return place
        .run(
            learnt.select(
                FeatureRows.ROW_KEY,
                FeatureRows.SPLIT,
                FeatureRows.LABEL,
                FeatureRows.LENGTH,
                FeatureRows.POOLED),
            trainings.kept(PROBE, new TrainHeadJob(labels, seeded(training))),
            listeners.apply(PROBE))
        .task();
  }

  @Override
  public SlotChoice selectSlot(LearnerState state, String transferability) {
    TransferabilityMethod method = TransferabilityMethod.of(transferability);
    SlotScorer scorer =
        new SlotScorer(
            learnt.filter(functions.col(FeatureRows.SPLIT).equalTo(Split.TRAIN.label())),
            labels,
            backbone);
    TransferabilityScore score =
        switch (method) {
          case RANDOM -> ControlScore.RANDOM;
          case LEAST_LOADED -> ControlScore.LEAST_LOADED;
          case LEEP ->
              new HeadScores(
                  method,
                  SlotReading.CROWD_CORRECTED,
                  question -> scores(state, slot -> shares(scorer.leep(slot), slot)));
          case TRANSRATE ->
              new HeadScores(
                  method,
                  SlotReading.MAX,
                  question ->
                      scores(
                          state,
                          slot ->
                              new double[] {
                                scorer.transRate(
                                    slot, task.trainCounts(), TRANSRATE, settings.seed())
                              }));
        };
    return SlotChoice.choose(
        score, new SlotQuestion(task.id().value(), settings.seed(), state.loads()));
  }

  private double[][] scores(LearnerState state, Function<SlotModel, double[]> slotScores) {
    List<AdapterPool.Slot> slots = state.pool().slots();
    double[][] scores = new double[slots.size()][];
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] =
          slotScores.apply(
              SlotModel.of(
                  slots.get(slot).weights(),
                  state.headsOfSlot(slot, null).values(),
                  state.fromLayer()));
    }
    return scores;
  }

  private double[] shares(double[] leep, SlotModel slot) {
    List<Head> heads = slot.readHeads();
    double[] shares = new double[leep.length];
    for (int h = 0; h < leep.length; h++) {
      shares[h] = Leep.share(leep[h], task.trainCounts(), heads.get(h).labels().size());
    }
    return shares;
  }

  @Override
  public Distilled distil(
      LearnerState state, int slot, AdapterWeights adapter, Head head, TrainingConfig training) {
    String id = task.id().value();
    Map<String, Head> heads = state.headsOfSlot(slot, id);
    Dataset<Row> rows = learnt;
    if (oldInputs != null) {
      rows = rows.unionByName(oldInputs);
    }
    AdapterWeights slotAdapter = state.pool().slots().get(slot).weights();
    Dataset<Row> targets =
        Teachers.withTargets(
            rows,
            backbone,
            SlotModel.of(slotAdapter, heads.values(), state.fromLayer()),
            SlotModel.of(adapter, List.of(head), state.fromLayer()));
    Map<String, Head> all = new LinkedHashMap<>(heads);
    all.put(id, head);
    SlotHeads before = new SlotHeads(all);
    TrainingOutcome outcome =
        runOnKept(
            targets,
            trainings.keptOnOldInputs(
                CONSOLIDATION,
                DistilJob.of(
                    slotAdapter, adapter, before, settings.distillation(seeded(training)))));
    return new Distilled(
        outcome.weights(),
        settings.trainHeads() ? outcome.slotHeads(before).heads() : Map.of(),
        outcome.readReport());
  }

  // The place that trains takes one partition after the other; the teachers are asked on all cores
  // before it starts.
  private TrainingOutcome runOnKept(Dataset<Row> targets, KeptTraining distillation) {
    TrainingListener listener = listeners.apply(CONSOLIDATION);
    targets.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (!distillation.finished()) {
        targets.count();
      }
      return place.run(targets, distillation, listener);
    } finally {
      targets.unpersist();
    }
  }

  // A task's adapter depends on the run's seed and the task alone, not on the pool.
  private TrainingConfig seeded(TrainingConfig training) {
    return training.withSeed(TaskSeed.of(settings.seed(), task.id().value()));
  }
}
