package io.engram.consolidation.spark.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.learning.FineTuneJob;
import io.engram.consolidation.learning.FisherJob;
import io.engram.consolidation.learning.FusionJob;
import io.engram.consolidation.learning.SlotConsolidation;
import io.engram.consolidation.learning.SlotSelection;
import io.engram.consolidation.learning.TrainAdapterJob;
import io.engram.consolidation.learning.TrainHeadJob;
import io.engram.consolidation.learning.TrainingOutcome;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.strategy.Consolidation;
import io.engram.consolidation.strategy.FineTuned;
import io.engram.consolidation.strategy.FineTuning;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.strategy.TaskHeads;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.task.TaskClass;
import io.engram.consolidation.task.TaskManifest;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.spark.BackboneAddress;
import io.engram.transformers.spark.FeatureRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
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
  private static final String FISHER = "fisher";
  private static final String FUSION = "fusion";

  private final TaskManifest task;
  private final LabelSpace labels;
  private final LearnerSettings settings;
  private final Dataset<Row> learnt;
  private final Dataset<Row> oldInputs;
  private final BackboneAddress backbone;
  private final TrainingPlace place;
  private final Trainings trainings;
  private final Function<String, TrainingListener> listeners;
  private ClassStatistics statistics;

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
            trained(learnt),
            trainings.kept(ADAPTER, new TrainAdapterJob(labels, adapter, seeded(training))),
            listeners.apply(ADAPTER))
        .task();
  }

  @Override
  public TrainedFusion trainFusion(List<AdapterWeights> adapters, TrainingConfig training) {
    FusionJob job = FusionJob.of(labels, adapters, seeded(training));
    return place
        .run(trained(learnt), trainings.kept(FUSION, job), listeners.apply(FUSION))
        .fusion();
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
            trainings.kept(PROBE, TrainHeadJob.of(labels, seeded(training))),
            listeners.apply(PROBE))
        .task();
  }

  @Override
  public ClassStatistics statistics() {
    if (statistics == null) {
      statistics = FeatureStatistics.of(rows(Split.TRAIN), rows(Split.VALIDATION), labels);
    }
    return statistics;
  }

  @Override
  public RidgeSums ridgeSums(RandomFeatures features) {
    return FeatureStatistics.ridge(rows(Split.TRAIN), labels, features);
  }

  @Override
  public ContenderCounts validate(List<Contender> contenders) {
    return Validation.of(
        rows(Split.VALIDATION), labels, backbone, settings.adapter().fromLayer(), contenders);
  }

  private Dataset<Row> rows(Split split) {
    return learnt.filter(functions.col(FeatureRows.SPLIT).equalTo(split.label()));
  }

  @Override
  public SlotChoice selectSlot(LearnerState state, String transferability) {
    SlotScorer scorer = new SlotScorer(rows(Split.TRAIN), labels, backbone);
    return new SlotSelection(task, settings.seed(), scorer).choose(state, transferability);
  }

  @Override
  public Distilled distil(LearnerState state, Consolidation request) {
    SlotConsolidation consolidation =
        SlotConsolidation.of(
            state, task.id().value(), request, settings.distillation(seeded(request.training())));
    Dataset<Row> rows = oldInputs == null ? learnt : learnt.unionByName(oldInputs);
    Dataset<Row> targets = Teachers.withTargets(rows, backbone, consolidation.teachers());
    return consolidation.distilled(
        runOnKept(targets, trainings.keptOnOldInputs(CONSOLIDATION, consolidation.job())));
  }

  @Override
  public FineTuned fineTune(FineTuning request) {
    String id = task.id().value();
    FineTuneJob job = FineTuneJob.of(request, id, labels, seeded(request.training()));
    Column named =
        functions.concat(functions.lit(TaskClass.name(id, "")), functions.col(FeatureRows.LABEL));
    Dataset<Row> rows = trained(learnt.withColumn(FeatureRows.LABEL, named));
    if (!request.rehearsed().isEmpty()) {
      rows = rows.unionByName(trained(rehearsed(request)));
    }
    return job.tuned(
        place.run(rows, trainings.keptOnOldInputs(ADAPTER, job), listeners.apply(ADAPTER)));
  }

  private Dataset<Row> rehearsed(FineTuning request) {
    Map<String, LabelSpace> tasks = new LinkedHashMap<>();
    request.rehearsed().forEach((id, head) -> tasks.put(id, head.labels()));
    Object[] classes = TaskHeads.classes(tasks).classes().toArray();
    return oldInputs.filter(functions.col(FeatureRows.LABEL).isin(classes));
  }

  private static Dataset<Row> trained(Dataset<Row> rows) {
    return rows.select(
        FeatureRows.ROW_KEY,
        FeatureRows.SPLIT,
        FeatureRows.LABEL,
        FeatureRows.LENGTH,
        FeatureRows.HIDDEN,
        FeatureRows.POOLED);
  }

  @Override
  public AdapterWeights fisher(AdapterWeights adapter, Head head) {
    FisherJob job =
        FisherJob.of(labels, adapter, head, TaskSeed.of(settings.seed(), task.id().value()));
    return place
        .run(trained(learnt), trainings.kept(FISHER, job), listeners.apply(FISHER))
        .weights();
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
