package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.List;
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
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();

  public TrainingLoop(
      TrainingConfig config, Student student, Objective objective, TrainingListener listener) {
    this.config = config;
    this.student = student;
    this.objective = objective;
    this.listener = listener;
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
   * @throws TrainingException when the loss is no finite number
   */
  public TrainingReport run(RowSpool rows, RowSpool validation) {
    long start = System.nanoTime();
    BestWeights best = new BestWeights();
    List<Double> epochLosses = new ArrayList<>();
    List<Double> validationLosses = new ArrayList<>();
    long steps;
    try (TrainingTurn turn = TrainingTurn.await();
        NDManager owner = NeuralRuntime.get().newManager();
        AdamW optimiser = new AdamW(owner, config.weightDecay());
        BatchPlan plan = new BatchPlan(rows, config.batchSize())) {
      optimiser.add(student.parameters(), config.adapterLearningRate());
      optimiser.add(objective.parameters(), config.headLearningRate());
      LearningRateSchedule schedule =
          LearningRateSchedule.of((long) config.epochs() * plan.batches(), config.warmupFraction());
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        epochLosses.add(epoch(epoch, rows, plan, optimiser, schedule));
        if (validation != null) {
          Evaluation evaluation = evaluate(validation);
          validationLosses.add(evaluation.loss());
          best.offer(epoch, evaluation.loss(), evaluation.accuracy(), parameters);
          if (config.patience() > 0 && epoch - best.epoch() >= config.patience()) {
            break;
          }
        }
      }
      best.restore(parameters);
      steps = optimiser.steps();
    }
    return new TrainingReport(
        rows.rows(),
        steps,
        List.copyOf(epochLosses),
        List.copyOf(validationLosses),
        best.accuracy(),
        validation == null ? epochLosses.size() : best.epoch(),
        (System.nanoTime() - start) / 1e9);
  }

  private double epoch(
      int epoch, RowSpool rows, BatchPlan plan, AdamW optimiser, LearningRateSchedule schedule) {
    plan.shuffle(config.seed(), epoch);
    BatchReader reader = new BatchReader(rows);
    double sum = 0;
    long seen = 0;
    for (int batch = 0; batch < plan.batches(); batch++) {
      int[] positions = plan.batch(batch);
      double loss = collect(reader, positions);
      if (!Double.isFinite(loss)) {
        throw new TrainingException(
            "the loss is "
                + loss
                + " at step "
                + (optimiser.steps() + 1)
                + " (epoch "
                + epoch
                + ", first row '"
                + rows.key(positions[0])
                + "'); lower the learning rate, or look for features that are no numbers");
      }
      optimiser.step(schedule.factor(optimiser.steps() + 1));
      sum += loss * positions.length;
      seen += positions.length;
      listener.onStep(
          new TrainingListener.Progress(optimiser.steps(), schedule.steps(), epoch, sum / seen));
    }
    return sum / seen;
  }

  private double collect(BatchReader reader, int[] positions) {
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      RowBatch batch = reader.read(scope.manager(), positions);
      NDArray loss = objective.loss(student.pooled(batch), batch);
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  /** Mean loss and accuracy (NaN without classes) over rows, with the present weights. */
  private Evaluation evaluate(RowSpool rows) {
    double loss = 0;
    long correct = 0;
    try (BatchPlan plan = new BatchPlan(rows, config.batchSize())) {
      BatchReader reader = new BatchReader(rows);
      for (int i = 0; i < plan.batches(); i++) {
        try (TensorScope scope = TensorScope.open()) {
          RowBatch batch = reader.read(scope.manager(), plan.batch(i));
          NDArray pooled = student.pooled(batch);
          loss += (double) objective.loss(pooled, batch).getFloat() * batch.rows();
          int right = objective.correct(pooled, batch);
          correct = right < 0 || correct < 0 ? -1 : correct + right;
        }
      }
    }
    return new Evaluation(
        loss / rows.rows(), correct < 0 ? Double.NaN : (double) correct / rows.rows());
  }

  private record Evaluation(double loss, double accuracy) {}
}
