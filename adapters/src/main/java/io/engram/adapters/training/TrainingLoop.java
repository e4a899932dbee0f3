package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.runtime.NeuralRuntime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Minimises an {@link Objective} over the rows of a spool by {@link AdamW}. Same rows, settings,
 * numeric path and thread count, same bytes. One run at a time in a JVM; others wait.
 */
public final class TrainingLoop {
  private final TrainingConfig config;
  private final Student student;
  private final Objective objective;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;
  private final Descent descent;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();

  /** A run that starts again when it is interrupted. */
  public TrainingLoop(
      TrainingConfig config, Student student, Objective objective, TrainingListener listener) {
    this(config, student, objective, listener, Checkpoints.NONE);
  }

  /**
   * A run that goes on from its checkpoint with the threads it had, to the same bytes as if it had
   * never stopped. It begins anew on another processor, device or numeric path, and says so. The
   * checkpoint is cleared when the run is done.
   */
  public TrainingLoop(
      TrainingConfig config,
      Student student,
      Objective objective,
      TrainingListener listener,
      Checkpoints checkpoints) {
    this(config, student, objective, listener, checkpoints, Descent.PLAIN);
  }

  /** As the others, going down in a way of its own. */
  public TrainingLoop(
      TrainingConfig config,
      Student student,
      Objective objective,
      TrainingListener listener,
      Checkpoints checkpoints,
      Descent descent) {
    this.descent = descent;
    this.config = config;
    this.student = student;
    this.objective = objective;
    this.listener = listener;
    this.checkpoints = checkpoints;
    parameters.putAll(student.parameters());
    parameters.putAll(objective.parameters());
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("nothing to train: neither adapter nor head");
    }
  }

  /**
   * Trains in place. With validation rows, the weights of the epoch with the smallest validation
   * loss are kept, and training stops when {@link TrainingConfig#patience()} epochs brought none
   * better.
   *
   * @param rows training rows
   * @param validation rows of the same layout that are not trained on, or null
   * @throws TrainingException when the loss is no finite number, or the checkpoint belongs to other
   *     rows or settings
   * @throws TrainingInterruptedException when the thread is interrupted, at the next step
   */
  public TrainingReport run(RowSpool rows, RowSpool validation) {
    Optional<Checkpoint> saved = checkpoints.store().load().map(Checkpoint::fromBytes);
    int threads = saved.map(checkpoint -> checkpoint.identity().place().threads()).orElse(0);
    try (TrainingTurn turn = TrainingTurn.await();
        NeuralRuntime.Limit limit = threads(threads);
        NDManager owner = NeuralRuntime.get().newManager();
        AdamW optimiser = new AdamW(owner, config.weightDecay());
        TrainingRun run =
            new TrainingRun(
                config, descent, student, objective, parameters, optimiser, rows, validation)) {
      optimiser.add(student.parameters(), config.adapterLearningRate(), student::decays);
      optimiser.add(objective.parameters(), config.headLearningRate());
      saved.ifPresent(run::resume);
      run.toTheEnd(checkpoints, listener);
      checkpoints.store().clear();
      return run.report();
    }
  }

  private static NeuralRuntime.Limit threads(int wanted) {
    NeuralRuntime runtime = NeuralRuntime.get();
    return wanted > 0 ? runtime.limitThreads(wanted) : () -> {};
  }
}
