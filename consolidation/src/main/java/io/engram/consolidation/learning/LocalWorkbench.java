package io.engram.consolidation.learning;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.adapters.TaskSeed;
import io.engram.adapters.training.FeatureRow;
import io.engram.adapters.training.RowSpool;
import io.engram.adapters.training.RowSpoolWriter;
import io.engram.adapters.training.TrainedFusion;
import io.engram.adapters.training.TrainedTask;
import io.engram.adapters.training.TrainingConfig;
import io.engram.adapters.training.TrainingListener;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.statistics.ClassStatistics;
import io.engram.consolidation.statistics.RidgeSums;
import io.engram.consolidation.strategy.Consolidation;
import io.engram.consolidation.strategy.FineTuned;
import io.engram.consolidation.strategy.FineTuning;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearningWorkbench;
import io.engram.consolidation.task.Split;
import io.engram.consolidation.transferability.SlotChoice;
import io.engram.transformers.backbone.Backbone;
import java.util.Iterator;
import java.util.List;

/**
 * The workbench of one task in this JVM: its rows are read from this machine's disk, so that heap
 * use does not grow with them. One training at a time in a JVM.
 */
public final class LocalWorkbench implements LearningWorkbench {
  private static final String PROBE = "probe";
  private static final String ADAPTER = "adapter";
  private static final String CONSOLIDATION = "consolidation";
  private static final String FISHER = "fisher";
  private static final String FUSION = "fusion";
  private static final float[] NONE = {};

  private final LocalTask task;
  private final LabelSpace labels;
  private final LearnerSettings settings;
  private final OldRows oldInputs;
  private final Backbone backbone;
  private final LocalTrainings trainings;
  private final StepCosts costs;
  private ClassStatistics statistics;

  /**
   * @param oldInputs distilled on besides the task's own
   * @param trainings what is kept of them
   * @param costs told what everything took
   */
  public LocalWorkbench(
      LocalTask task,
      LearnerSettings settings,
      OldRows oldInputs,
      Backbone backbone,
      LocalTrainings trainings,
      StepCosts costs) {
    this.task = task;
    this.labels = new LabelSpace(task.manifest().classes());
    this.settings = settings;
    this.oldInputs = oldInputs;
    this.backbone = backbone;
    this.trainings = trainings;
    this.costs = costs;
  }

  @Override
  public TrainedTask trainAdapter(AdapterConfig adapter, TrainingConfig training) {
    return onTask(ADAPTER, new TrainAdapterJob(labels, adapter, seeded(training)));
  }

  @Override
  public TrainedTask trainHead(TrainingConfig training) {
    return onTask(PROBE, TrainHeadJob.of(labels, seeded(training)));
  }

  private TrainedTask onTask(String what, TrainingJob job) {
    TrainedTask trained =
        trainings
            .step(what, job, task.manifest())
            .run(
                trainings.ofTask(),
                training -> training.apply(task.learnt()),
                backbone,
                TrainingListener.NONE)
            .task();
    costs.learnt(trained.report().seconds(), trained.adapter(), trained.head());
    return trained;
  }

  @Override
  public TrainedFusion trainFusion(List<AdapterWeights> adapters, TrainingConfig training) {
    TrainedFusion trained =
        trainings
            .step(FUSION, FusionJob.of(labels, adapters, seeded(training)), task.manifest())
            .run(
                trainings.ofState(),
                job -> job.apply(task.learnt()),
                backbone,
                TrainingListener.NONE)
            .fusion();
    costs.fused(trained.report().seconds(), trained.fusion(), trained.head());
    return trained;
  }

  @Override
  public SlotChoice selectSlot(LearnerState state, String transferability) {
    long start = System.nanoTime();
    SlotScores scores = new LocalSlotScores(task.learnt().training(), labels.size(), backbone);
    SlotChoice choice =
        new SlotSelection(task.manifest(), settings.seed(), scores).choose(state, transferability);
    costs.chosen(seconds(start));
    return choice;
  }

  @Override
  public Distilled distil(LearnerState state, Consolidation request) {
    SlotConsolidation consolidation =
        SlotConsolidation.of(
            state, task.id(), request, settings.distillation(seeded(request.training())));
    TeacherTargets targets = new TeacherTargets(backbone, consolidation.teachers());
    TrainingOutcome outcome =
        trainings
            .step(CONSOLIDATION, consolidation.job(), task.manifest(), oldInputs.fingerprint())
            .run(
                trainings.ofState(),
                distillation -> {
                  long start = System.nanoTime();
                  try (TaskRows rows = new TaskRows(withTargets(targets), null)) {
                    double targetsTook = seconds(start);
                    return distillation.apply(rows).longerBy(targetsTook);
                  }
                },
                backbone,
                TrainingListener.NONE);
    Distilled student = consolidation.distilled(outcome);
    costs.consolidated(student.report().seconds(), student.weights());
    return student;
  }

  @Override
  public FineTuned fineTune(FineTuning request) {
    FineTuneJob job = FineTuneJob.of(request, task.id(), labels, seeded(request.training()));
    TrainingOutcome outcome =
        trainings
            .step(ADAPTER, job, task.manifest(), oldInputs.fingerprint())
            .run(
                trainings.ofState(),
                training -> {
                  try (TaskRows rows = SharedRows.of(task, oldInputs, job)) {
                    return training.apply(rows);
                  }
                },
                backbone,
                TrainingListener.NONE);
    FineTuned tuned = job.tuned(outcome);
    costs.learnt(tuned.report().seconds(), tuned.adapter(), tuned.head());
    return tuned;
  }

  @Override
  public AdapterWeights fisher(AdapterWeights adapter, Head head) {
    FisherJob job = FisherJob.of(labels, adapter, head, TaskSeed.of(settings.seed(), task.id()));
    TrainingOutcome outcome =
        trainings
            .step(FISHER, job, task.manifest())
            .run(
                trainings.ofState(),
                training -> training.apply(task.learnt()),
                backbone,
                TrainingListener.NONE);
    costs.consolidated(outcome.readReport().seconds(), outcome.weights());
    return outcome.weights();
  }

  @Override
  public ClassStatistics statistics() {
    if (statistics == null) {
      statistics = task.statistics();
    }
    return statistics;
  }

  @Override
  public RidgeSums ridgeSums(RandomFeatures features) {
    long start = System.nanoTime();
    RidgeSums sums = task.ridgeSums(features);
    costs.read(seconds(start));
    return sums;
  }

  @Override
  public ContenderCounts validate(List<Contender> contenders) {
    long start = System.nanoTime();
    ContenderPass pass =
        new ContenderPass(
            ContenderPass.models(contenders, settings.adapter().fromLayer()), backbone);
    task.forEachWindow(Split.VALIDATION, pass::add);
    costs.read(seconds(start));
    return pass.counts();
  }

  private RowSpool withTargets(TeacherTargets targets) {
    try (RowSpoolWriter writer = RowSpool.writer(backbone.config().hidden())) {
      addWithTargets(writer, RowStream.of(task.learnt().training()), targets);
      addWithTargets(writer, oldInputs.rows().get(), targets);
      return writer.finish();
    }
  }

  private static void addWithTargets(
      RowSpoolWriter writer, Iterator<FeatureRow> rows, TeacherTargets targets) {
    RowStream.forEachWindow(
        rows,
        window -> {
          float[][] ofWindow = targets.of(window);
          int i = 0;
          for (FeatureRow row : window) {
            writer.add(
                new FeatureRow(row.key(), -1, row.length(), row.hidden(), NONE, ofWindow[i++]));
          }
        });
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  // A task's adapter depends on the run's seed and the task alone, not on the pool.
  private TrainingConfig seeded(TrainingConfig training) {
    return training.withSeed(TaskSeed.of(settings.seed(), task.id()));
  }
}
