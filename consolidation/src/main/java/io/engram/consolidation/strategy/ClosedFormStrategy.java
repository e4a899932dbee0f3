package io.engram.consolidation.strategy;

import static io.engram.adapters.prediction.ServingModel.IDENTITY_SLOT;

import io.engram.adapters.LabelSpace;
import io.engram.adapters.RandomFeatures;
import io.engram.consolidation.closedform.ClassGaussians;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.task.TaskManifest;
import java.util.Optional;

/**
 * A head on frozen features by one aggregate over the task's rows, without any training: no order
 * of tasks, no forgetting, and nothing kept of the rows but sums.
 */
public abstract sealed class ClosedFormStrategy implements ContinualStrategy {

  private ClosedFormStrategy() {}

  /** The nearest class mean. */
  public static final class NearestMean extends ClosedFormStrategy {
    @Override
    public String name() {
      return "nearest-mean";
    }

    @Override
    ClosedFormGrid grid(LabelSpace labels, LearnerSettings settings, LearningWorkbench bench) {
      return ClosedFormGrid.nearestMean(labels, ClassGaussians.of(bench.statistics().moments()));
    }
  }

  /** Linear discriminant analysis, its shrinkage chosen on validation rows. */
  public static final class Lda extends ClosedFormStrategy {
    @Override
    public String name() {
      return "lda";
    }

    @Override
    ClosedFormGrid grid(LabelSpace labels, LearnerSettings settings, LearningWorkbench bench) {
      ClassGaussians classes = ClassGaussians.of(bench.statistics().moments());
      return ClosedFormGrid.lda(labels, classes, settings.training().balanceClasses());
    }
  }

  /** Ridge on random ReLU features, width and ridge chosen on validation rows. */
  public static final class RanPac extends ClosedFormStrategy {
    @Override
    public String name() {
      return "ranpac";
    }

    // One seed a run: all heads of a model read the same features, computed once a row.
    @Override
    ClosedFormGrid grid(LabelSpace labels, LearnerSettings settings, LearningWorkbench bench) {
      int hidden = bench.statistics().hidden();
      RandomFeatures features = ClosedFormGrid.features(settings.seed(), hidden);
      return ClosedFormGrid.ranpac(labels, features, bench.ridgeSums(features));
    }
  }

  abstract ClosedFormGrid grid(
      LabelSpace labels, LearnerSettings settings, LearningWorkbench bench);

  @Override
  public StrategyNeeds needs(LearnerSettings settings) {
    return new StrategyNeeds(true, false, StrategyNeeds.OldRows.NONE);
  }

  @Override
  public boolean tunesItself() {
    return true;
  }

  @Override
  public boolean keepsAdapters() {
    return true;
  }

  @Override
  public int capacity(int poolSize) {
    return poolSize;
  }

  /** Nothing: what there is to do is done as fast as it could be read again. */
  @Override
  public void prepare(TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {}

  @Override
  public Learned learn(
      LearnerState state, TaskManifest task, LearnerSettings settings, LearningWorkbench bench) {
    ClosedFormGrid.Chosen chosen =
        grid(new LabelSpace(task.classes()), settings, bench).choose(bench::validate);
    return new Learned(
        state.withIdentity(new LearnedTask(task, chosen.head(), IDENTITY_SLOT, Optional.empty())),
        LearningLog.closedForm(chosen.report()));
  }
}
