package io.engram.consolidation.spark;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.Promotion;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.spark.VersionPublisher.Candidate;
import io.engram.consolidation.spark.data.DataContract;
import io.engram.consolidation.spark.data.FingerprintCache;
import io.engram.consolidation.spark.data.TaskReader;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerSettings;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.lake.backbones.Backbones;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Learns one task into a model of the lake: reads and checks the rows, learns, evaluates, publishes
 * one version. A refusal or a failure anywhere leaves the model as it was.
 */
public final class LakeLearner {
  private static final String DEFAULT_BACKBONE = "minilm";

  private final LearningSite site;
  private final ModelStore store;

  /**
   * @param site its root is the store's
   */
  public LakeLearner(LearningSite site, ModelStore store) {
    this.site = site;
    this.store = store;
  }

  /**
   * @throws DataRefusedException when the data cannot be learnt, or the task was learnt from other
   *     data
   * @throws LearnConflictException when somebody else published first, or the outcome is unknown
   */
  public LearnOutcome learn(LearnRequest request) throws IOException {
    long start = System.nanoTime();
    String task = request.rows().task().value();
    Optional<VersionRecord> latest = store.latest();
    Backbones backbones = new Backbones(store.root(), hadoop());
    StoredModel before;
    LearnerSettings settings;
    if (latest.isPresent()) {
      before = PublishedModel.load(store, latest.get(), site.session()).model().stored(hadoop());
      backbones.requireSame(request.backbone(), before.backbone());
      settings = request.settings().on(backbones.encoder(before.backbone()), before.settings());
    } else {
      Backbones.Entry backbone = backbones.bring(request.backbone().orElse(DEFAULT_BACKBONE), null);
      settings = request.settings().on(backbone.config().encoder());
      before = ContinualLearner.fresh(backbone.ref(), settings);
    }

    site.listener().stage(task, "reading");
    TaskTable table = TaskReader.read(site.session(), request.rows());
    TaskManifest manifest =
        DataContract.standard().check(table, new FingerprintCache(cache(), hadoop()));
    UnlabelledRows unlabelled = request.unlabelled().map(UnlabelledRows::of).orElse(null);
    String key =
        IdempotenceKey.of(task, manifest.fingerprint(), settings, before.backbone(), unlabelled);
    Promotion promotion = new Promotion(store, request.gate());
    Optional<VersionRecord> done =
        latest.isPresent() ? standingAsLearnt(task, key, latest.get()) : Optional.empty();
    if (done.isPresent()) {
      return unchanged(latest.get(), before, promotion.settle(done.get()), start);
    }
    Kind kind = kind(before.state(), manifest, request);
    ContinualLearner.Learnt learnt =
        new ContinualLearner(site)
            .learn(
                ContinualLearner.withCapacity(before, settings),
                new ContinualLearner.Task(manifest, table.rows(), unlabelled),
                settings);

    VersionPublisher publisher = new VersionPublisher(site.session(), store);
    long parent = latest.map(VersionRecord::number).orElse(0L);
    Candidate candidate = VersionPublisher.candidate(learnt.model().withVersion(parent + 1), site);
    AccuracyMatrix history = latest.map(RecordedMatrix::of).orElse(AccuracyMatrix.empty());
    long evaluating = System.nanoTime();
    Map<String, Double> row =
        new TaskEvaluations(site)
            .after(
                history,
                before.state(),
                candidate.model(),
                candidate.stage().source(site.session()),
                task);
    AccuracyMatrix matrix = history.after(task, row);
    double evaluationSeconds = seconds(evaluating);

    GateVerdict verdict = promotion.judge(parent + 1, task, matrix).orElse(null);
    site.listener().stage(task, "publishing");
    Publication<VersionRecord> publication =
        publisher.publish(
            candidate,
            key,
            Provenances.of(request, manifest, candidate.model(), learnt, matrix, seconds(start))
                .withGate(verdict));
    if (publication instanceof Publication.Published<VersionRecord> published) {
      return new LearnOutcome(
          kind,
          published.ours(),
          candidate.model(),
          Optional.of(learnt.log()),
          matrix,
          learnt.truncated(),
          promotion.promote(published.ours()),
          seconds(start),
          evaluationSeconds);
    }
    throw new LearnConflictException(task, publication);
  }

  private static LearnOutcome unchanged(
      VersionRecord latest, StoredModel model, Optional<PromotionOutcome> promotion, long start) {
    return new LearnOutcome(
        Kind.UNCHANGED,
        latest,
        model,
        Optional.empty(),
        RecordedMatrix.of(latest),
        0,
        promotion,
        seconds(start),
        0);
  }

  // The version with this key may have been followed by another one of the same task.
  private Optional<VersionRecord> standingAsLearnt(String task, String key, VersionRecord latest)
      throws IOException {
    Optional<VersionRecord> done = store.findByIdempotenceKey(key);
    if (done.isEmpty()) {
      return done;
    }
    for (long number = done.get().number() + 1; number <= latest.number(); number++) {
      if (task.equals(store.version(number).provenance().task())) {
        return Optional.empty();
      }
    }
    return done;
  }

  private static Kind kind(LearnerState state, TaskManifest manifest, LearnRequest request) {
    String task = manifest.id().value();
    Optional<LearnedTask> known = state.task(task);
    if (known.isEmpty()) {
      return Kind.LEARNT;
    }
    if (request.replace()) {
      return Kind.REPLACED;
    }
    throw LearntBefore.refusal(known.get(), manifest);
  }

  private Configuration hadoop() {
    return site.session().sessionState().newHadoopConf();
  }

  private Path cache() {
    return new Path(new Path(store.root()), "cache");
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
