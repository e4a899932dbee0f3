package io.engram.consolidation.spark;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.WriterLease;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.util.Optional;

/**
 * Learns one task into a model of the lake: reads and checks the rows, learns, evaluates, publishes
 * one version. A refusal or a failure anywhere leaves the model as it was.
 */
public final class LakeLearner {
  /** How often a learning that others overtook is put on the newest version. */
  private static final int TRIES = 20;

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
   * What is trained is kept in the lake, so that the same request, made again after the writer was
   * killed, goes on where it stood. Who is overtaken by others that learn other tasks comes after
   * them, without training again what did not change.
   *
   * @throws DataRefusedException when the data cannot be learnt, or the task was learnt from other
   *     data
   * @throws LearnConflictException when somebody else changed the same task meanwhile, or the
   *     outcome is unknown
   */
  public LearnOutcome learn(LearnRequest request) throws IOException {
    long start = System.nanoTime();
    try (WriterLease lease = lease(request);
        LogContext context = context(request)) {
      return learn(request, start);
    }
  }

  /**
   * Trains ahead what of a task does not depend on what the model knows, and keeps it in the lake:
   * the same request goes on from there when it is learnt. Several tasks can be prepared at once.
   *
   * @throws DataRefusedException as {@link #learn} would
   */
  public void prepare(LearnRequest request) throws IOException {
    try (WriterLease lease = lease(request);
        LogContext context = context(request)) {
      new OneLearning(site, store, request, System.nanoTime()).prepare();
    }
  }

  private LogContext context(LearnRequest request) {
    return LogContext.open(site.session()).with(LogContext.TASK, request.rows().task().value());
  }

  private WriterLease lease(LearnRequest request) throws IOException {
    return store.lease(
        "learning " + request.rows().task(),
        store.latest().stream().map(VersionRecord::number).toList());
  }

  private LearnOutcome learn(LearnRequest request, long start) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Optional<LearnOutcome> outcome = new OneLearning(site, store, request, start).learn(TRIES);
      if (outcome.isPresent()) {
        return outcome.get();
      }
      // The first version of the model was published meanwhile and decides what was left open.
      if (attempt == TRIES) {
        throw new LearnConflictException(
            request.rows().task().value(), "the model's settings change faster than it can learn");
      }
    }
  }
}
