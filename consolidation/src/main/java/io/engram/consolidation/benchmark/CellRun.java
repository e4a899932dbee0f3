package io.engram.consolidation.benchmark;

import io.engram.adapters.Head;
import io.engram.consolidation.distillation.Reservoir;
import io.engram.consolidation.distillation.ReservoirLines;
import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.learning.LocalTask;
import io.engram.consolidation.learning.LocalTrainings;
import io.engram.consolidation.learning.LocalWorkbench;
import io.engram.consolidation.learning.StepCosts;
import io.engram.consolidation.strategy.Learned;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.Strategies;
import io.engram.consolidation.strategy.StrategyNeeds.OldRows;
import io.engram.consolidation.task.Split;
import io.engram.transformers.backbone.folder.LoadedBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Learns the tasks of a benchmark one after another by one method and looks at it after each. */
public final class CellRun {
  private final LearnerSettings settings;
  private final BenchmarkTasks tasks;
  private final LoadedBackbone backbone;
  private final Function<LocalTask, LocalTrainings> trainings;
  private final Listener listener;

  /** Is told how a cell goes on. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param tasks learnt so far
     */
    void learnt(int tasks);
  }

  /**
   * @param settings of the method, with the seed of the cell
   * @param trainings where those of a task are kept
   */
  public CellRun(
      LearnerSettings settings,
      BenchmarkTasks tasks,
      LoadedBackbone backbone,
      Function<LocalTask, LocalTrainings> trainings,
      Listener listener) {
    this.settings = settings;
    this.tasks = tasks;
    this.backbone = backbone;
    this.trainings = trainings;
    this.listener = listener;
  }

  /** Everything that is measured on test rows. */
  public Cell run(CellKey key, Tuning tuning) {
    CellEvaluation evaluation = evaluation(Split.TEST);
    AccuracyMatrix matrix = AccuracyMatrix.empty();
    List<TaskCost> costs = new ArrayList<>();
    LearnerState state = Strategies.nothingLearnt(settings);
    for (LocalTask task : tasks.inOrder(key.order())) {
      StepCosts step = new StepCosts();
      Learned learned = learn(state, task, step);
      evaluation.after(state, learned.state());
      matrix = matrix.after(task.id(), evaluation.accuracies());
      costs.add(cost(task, state, learned, step));
      state = learned.state();
      listener.learnt(costs.size());
    }
    return new Cell(
        key,
        matrix,
        evaluation.routed(tasks.routes()),
        costs,
        evaluation.speed(state),
        tuning,
        evaluation.confusions(),
        evaluation.labels(state),
        evaluation.calibration(),
        firstHeads(state));
  }

  /**
   * Mean accuracy on validation rows over the first tasks of an order, after the last of them.
   *
   * @param count how many are learnt
   */
  public double validationAccuracy(int order, int count) {
    LearnerState state = Strategies.nothingLearnt(settings);
    int learnt = 0;
    for (LocalTask task : tasks.inOrder(order).subList(0, count)) {
      state = learn(state, task, new StepCosts()).state();
      listener.learnt(++learnt);
    }
    CellEvaluation evaluation = evaluation(Split.VALIDATION);
    evaluation.after(Strategies.nothingLearnt(settings), state);
    Double accuracy = mean(evaluation.accuracies());
    if (accuracy == null) {
      throw new IllegalStateException("no task has validation rows");
    }
    return accuracy;
  }

  private static Double mean(Map<String, Double> accuracies) {
    OptionalDouble mean = accuracies.values().stream().mapToDouble(Double::doubleValue).average();
    return mean.isPresent() ? (Double) mean.getAsDouble() : null;
  }

  private Learned learn(LearnerState state, LocalTask task, StepCosts costs) {
    Reservoir others = state.reservoir().without(task.id());
    LocalWorkbench bench =
        new LocalWorkbench(
            task,
            settings,
            tasks.oldRows(others),
            backbone.backbone(),
            trainings.apply(task),
            costs);
    Learned learned = Strategies.learn(state, task.manifest(), settings, bench);
    OldRows needed = Strategies.needs(settings).oldRows();
    Reservoir kept =
        needed == OldRows.NONE
            ? state.reservoir()
            : tasks.offered(state.reservoir(), task.id(), needed.labelled());
    return new Learned(learned.state().withReservoir(kept), learned.log());
  }

  private TaskCost cost(LocalTask task, LearnerState before, Learned learned, StepCosts step) {
    TaskRoutes.Kept statistics = tasks.routes().kept(task.id());
    return new TaskCost(
        task.id(),
        learned.log().slot(),
        learned.log().choice().orElse(null),
        step.learnSeconds() + task.frozenSeconds() + statistics.seconds(),
        step.consolidateSeconds(),
        task.frozenSeconds(),
        learned.state().serving().parameters(),
        Math.max(
            learned.state().serving().parameters(),
            before.serving().parameters() + step.parameters() + secondHead(learned, task)),
        bytesKept(learned.state()),
        statistics.seconds(),
        learned.state().tasks().stream()
            .mapToLong(known -> tasks.routes().kept(known.id()).bytes())
            .sum());
  }

  private static long secondHead(Learned learned, LocalTask task) {
    return learned
        .state()
        .task(task.id())
        .flatMap(LearnedTask::second)
        .map(Head::parameters)
        .orElse(0L);
  }

  private Double firstHeads(LearnerState state) {
    if (state.tasks().stream().noneMatch(task -> task.second().isPresent())) {
      return null;
    }
    CellEvaluation evaluation = evaluation(Split.TEST);
    evaluation.after(Strategies.nothingLearnt(settings), state.withFirstHeads());
    return mean(evaluation.accuracies());
  }

  private static long bytesKept(LearnerState state) {
    long importance = state.importance().map(weights -> weights.values() * Float.BYTES).orElse(0L);
    return ReservoirLines.length(state.reservoir()) + importance;
  }

  private CellEvaluation evaluation(Split split) {
    return new CellEvaluation(backbone, settings.maxLength(), tasks, split);
  }
}
