package io.engram.consolidation.strategy;

import io.engram.adapters.Head;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.TrainedTask;
import io.engram.consolidation.closedform.ClassGaussians;
import io.engram.consolidation.closedform.ClosedFormGrid;
import io.engram.consolidation.closedform.ClosedFormReport;
import io.engram.consolidation.closedform.Contender;
import io.engram.consolidation.closedform.ContenderCounts;
import io.engram.consolidation.task.TaskManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The better of two heads on frozen features, the linear probe and linear discriminant analysis,
 * and how it does against the task's adapter.
 *
 * @param head the better one on validation rows; the probe where there are none
 * @param closedForm how the discriminant was chosen
 * @param decision what was compared
 */
record FrozenHead(Head head, ClosedFormReport closedForm, IdentityDecision decision) {
  private static final int PROBE = 0;
  private static final int LDA = 1;
  private static final int ADAPTER = 2;

  /**
   * @param adapter empty: the task takes no slot whatever an adapter could do
   */
  static FrozenHead of(
      TaskManifest task,
      LearnerSettings settings,
      LearningWorkbench bench,
      TrainedTask probe,
      Optional<TrainedTask> adapter) {
    ClosedFormGrid.Chosen lda =
        ClosedFormGrid.lda(
                new LabelSpace(task.classes()),
                ClassGaussians.of(bench.statistics().moments()),
                settings.training().balanceClasses())
            .choose(bench::validate);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(Contender.frozen(probe.head()));
    contenders.add(Contender.frozen(lda.head()));
    adapter.ifPresent(learnt -> contenders.add(Contender.on(learnt.adapter(), learnt.head())));
    ContenderCounts counts = bench.validate(contenders);
    int frozen = counts.better(PROBE, LDA);
    IdentityDecision.AdapterGain gain =
        adapter.isEmpty()
            ? null
            : IdentityDecision.AdapterGain.of(
                counts.accuracy(ADAPTER), counts.difference(ADAPTER, frozen));
    return new FrozenHead(
        frozen == PROBE ? probe.head() : lda.head(),
        lda.report(),
        new IdentityDecision(
            counts.accuracy(PROBE),
            counts.accuracy(LDA),
            frozen == PROBE ? "probe" : "lda",
            gain,
            counts.rows()));
  }
}
