package io.engram.consolidation.spark;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.model.StoredModel;
import io.engram.consolidation.promotion.Promotion;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.spark.VersionPublisher.Candidate;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.runs.RunFolder;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.strategy.LearnerState;
import io.engram.consolidation.strategy.LearntAs;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to a version: on the newest one, and after it when others are faster. */
final class OneLearning {
  private static final Logger LOG = LoggerFactory.getLogger(OneLearning.class);

  private final LearningSite site;
  private final ModelStore store;
  private final LearnRequest request;
  private final String task;
  private final Configuration hadoop;
  private final Promotion promotion;
  private final long start;

  /** Seconds of evaluation so far. */
  private double evaluating;

  /**
   * @param start when the request came, by {@link System#nanoTime}
   */
  OneLearning(LearningSite site, ModelStore store, LearnRequest request, long start) {
    this.site = site;
    this.store = store;
    this.request = request;
    this.task = request.rows().task().value();
    this.hadoop = site.session().sessionState().newHadoopConf();
    this.promotion = new Promotion(store, request.gate());
    this.start = start;
  }

  /**
   * @param tries publications at most
   * @return empty when the model asks for other settings now
   */
  Optional<LearnOutcome> learn(int tries) throws IOException {
    Parent parent = Parent.newest(store, request, hadoop);
    Reading reading = read(parent);
    String key = reading.key();
    RunFolder run = reading.run();
    OptionalLong done = parent.holding(task, key, store);
    if (done.isPresent()) {
      return Optional.of(unchanged(parent, done.getAsLong(), run));
    }
    StoredModel base = checked(parent);
    Kind kind = kind(base.state(), reading.manifest());
    ContinualLearner.Task learning = reading.begin(site, store, request);
    ContinualLearner learner = new ContinualLearner(site);
    ContinualLearner.Learnt learnt = learner.learn(base, learning, parent.settings());
    for (int attempt = 1; ; attempt++) {
      Attempt made;
      try (LogContext context =
          LogContext.open(site.session())
              .with(LogContext.VERSION, Long.toString(parent.number() + 1))) {
        made = publish(reading.manifest(), key, parent, base, learnt);
        if (made.publication() instanceof Publication.Published<VersionRecord>) {
          LOG.info("task {} is published in version {}", task, parent.number() + 1);
        }
      }
      if (made.publication() instanceof Publication.Published<VersionRecord> published) {
        forget(run);
        return Optional.of(outcome(kind, published.ours(), made, learnt));
      }
      if (made.publication() instanceof Publication.Unknown) {
        throw new LearnConflictException(task, made.publication());
      }
      LOG.info("task {}: {}", task, made.publication().message());
      Parent newest = after(made);
      done = newest.holding(task, key, store);
      if (done.isPresent()) {
        return Optional.of(unchanged(newest, done.getAsLong(), run));
      }
      if (!newest.settings().equals(parent.settings())) {
        return Optional.empty();
      }
      StoredModel after = checked(newest);
      if (!after.state().task(task).equals(base.state().task(task))) {
        throw new LearnConflictException(
            task, made.publication().message() + "; " + changed(newest, after));
      }
      if (attempt == tries) {
        throw new LearnConflictException(task, made.publication());
      }
      site.listener().stage(task, "rebasing");
      Optional<ContinualLearner.Learnt> rebased = learner.rebase(learnt, base, after, learning);
      learnt =
          rebased.isPresent() ? rebased.get() : learner.learn(after, learning, newest.settings());
      parent = newest;
      base = after;
    }
  }

  /**
   * Trains ahead what {@link #learn} will not have to train then; does nothing when it is learnt.
   */
  void prepare() throws IOException {
    Parent parent = Parent.newest(store, request, hadoop);
    Reading reading = read(parent);
    if (parent.holding(task, reading.key(), store).isPresent()) {
      return;
    }
    StoredModel base = checked(parent);
    kind(base.state(), reading.manifest());
    new ContinualLearner(site)
        .prepare(base, reading.begin(site, store, request), parent.settings());
  }

  private Reading read(Parent parent) throws IOException {
    site.listener().stage(task, "reading");
    return Reading.of(request, parent, site, store);
  }

  // What took the number may be no model that a task can be learnt on.
  private Parent after(Attempt lost) throws IOException {
    try {
      return Parent.newest(store, request, hadoop);
    } catch (IllegalArgumentException unfit) {
      LearnConflictException conflict =
          new LearnConflictException(
              task,
              lost.publication().message()
                  + "; it cannot be learnt on what is there now: "
                  + unfit.getMessage());
      conflict.initCause(unfit);
      throw conflict;
    }
  }

  /** The model of a version of which every file was compared with the record. */
  private StoredModel checked(Parent parent) throws IOException {
    if (parent.record().isPresent()) {
      store.checkedFolder(parent.record().get());
    }
    return parent.model(store, hadoop).under(parent.settings());
  }

  /** Who changed the task of this learning. */
  private String changed(Parent newest, StoredModel after) throws IOException {
    long version =
        after.state().task(task).flatMap(LearnedTask::learntAs).map(LearntAs::version).orElse(0L);
    String other =
        version == 0
            ? "the same task is another or gone in version " + newest.number()
            : "the same task was learnt from other data or with other settings by "
                + store.version(version).summary();
    return other + "; decide which one is to stand, and replace it if need be";
  }

  private record Attempt(
      Publication<VersionRecord> publication, StoredModel model, AccuracyMatrix matrix) {}

  private Attempt publish(
      TaskManifest manifest,
      String key,
      Parent parent,
      StoredModel before,
      ContinualLearner.Learnt learnt)
      throws IOException {
    StoredModel model = learnt.model();
    LearnerState state = model.state();
    long number = parent.number() + 1;
    LearnedTask entry = state.task(task).orElseThrow().learntAs(new LearntAs(key, number));
    Candidate candidate =
        VersionPublisher.candidate(
            new StoredModel(
                number, model.backbone(), model.settings(), state.with(state.pool(), entry)),
            site);
    AccuracyMatrix history = parent.record().map(RecordedMatrix::of).orElse(AccuracyMatrix.empty());
    long begun = System.nanoTime();
    Map<String, Double> row =
        new TaskEvaluations(site, request.rows().pictures())
            .after(
                history,
                before.state(),
                candidate.model(),
                candidate.stage().source(site.session()),
                task);
    AccuracyMatrix matrix = history.after(task, row);
    evaluating += seconds(begun);
    GateVerdict verdict = promotion.judge(number, task, matrix).orElse(null);
    site.listener().stage(task, "publishing");
    Publication<VersionRecord> publication =
        new VersionPublisher(site.session(), store)
            .publish(
                candidate,
                key,
                Provenances.of(request, manifest, candidate.model(), learnt, matrix, seconds(start))
                    .withGate(verdict));
    return new Attempt(publication, candidate.model(), matrix);
  }

  private LearnOutcome outcome(
      Kind kind, VersionRecord record, Attempt made, ContinualLearner.Learnt learnt)
      throws IOException {
    return new LearnOutcome(
        kind,
        record,
        made.model(),
        Optional.of(learnt.log()),
        made.matrix(),
        learnt.truncated(),
        promotion.promote(record),
        seconds(start),
        evaluating);
  }

  private LearnOutcome unchanged(Parent parent, long done, RunFolder run) throws IOException {
    forget(run);
    VersionRecord record = parent.record().orElseThrow();
    return new LearnOutcome(
        Kind.UNCHANGED,
        record,
        parent.model(store, hadoop),
        Optional.empty(),
        RecordedMatrix.of(record),
        0,
        settled(done, record),
        seconds(start),
        evaluating);
  }

  // The version that brought the task may be expired, or hold what was erased or taken back since:
  // then the newest, which holds the task, is judged.
  private Optional<PromotionOutcome> settled(long done, VersionRecord newest) throws IOException {
    if (!request.gate().asked()) {
      return Optional.empty();
    }
    boolean changed =
        store.versionsAfter(done).stream().anyMatch(version -> version.change() != null);
    return promotion.settle(changed ? newest : store.find(done).orElse(newest));
  }

  private Kind kind(LearnerState state, TaskManifest manifest) {
    Optional<LearnedTask> known = state.task(task);
    if (known.isEmpty()) {
      return Kind.LEARNT;
    }
    if (request.replace()) {
      return Kind.REPLACED;
    }
    throw LearntBefore.refusal(known.get(), manifest);
  }

  // Clean-up takes what stays.
  private static void forget(RunFolder run) {
    try {
      run.delete();
    } catch (IOException e) {
      LOG.info("{} is not needed any more and cannot be deleted: {}", run.path(), e.toString());
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
