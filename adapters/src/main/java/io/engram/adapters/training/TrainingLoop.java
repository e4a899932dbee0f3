package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.transformers.runtime.NeuralRuntime;
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
  private final CheckpointStore checkpoints;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();

  /** A run that starts again when it is interrupted. */
  public TrainingLoop(
      TrainingConfig config, Student student, Objective objective, TrainingListener listener) {
    this(config, student, objective, listener, CheckpointStore.NONE);
  }

  /**
   * A run that goes on from its checkpoint, to the same bytes as if it had never stopped. About
   * twenty checkpoints are written, evenly; the last is cleared when the run is done.
   */
  public TrainingLoop(
      TrainingConfig config,
      Student student,
      Objective objective,
      TrainingListener listener,
      CheckpointStore checkpoints) {
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
   * @throws TrainingException when the loss is no finite number, or the checkpoint belongs to
   *     another run
   */
  public TrainingReport run(RowSpool rows, RowSpool validation) {
    long start = System.nanoTime();
    try (TrainingTurn turn = TrainingTurn.await();
        NDManager owner = NeuralRuntime.get().newManager();
        AdamW optimiser = new AdamW(owner, config.weightDecay());
        TrainingRun run =
            new TrainingRun(config, student, objective, parameters, optimiser, rows, validation)) {
      optimiser.add(student.parameters(), config.adapterLearningRate());
      optimiser.add(objective.parameters(), config.headLearningRate());
      if (checkpoints != CheckpointStore.NONE) {
        run.keepIn(checkpoints);
      }
      run.toTheEnd(listener);
      checkpoints.clear();
      return run.report((System.nanoTime() - start) / 1e9);
    }
  }
}
