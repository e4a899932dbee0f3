package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** One run of a {@link TrainingLoop}: its progress, step by step. */
final class TrainingRun implements AutoCloseable {
  private static final int CHECKPOINTS = 20;

  private final TrainingConfig config;
  private final Student student;
  private final Objective objective;
  private final SortedMap<String, NDArray> parameters;
  private final AdamW optimiser;
  private final RowSpool rows;
  private final RowSpool validation;
  private final BatchPlan plan;
  private final BatchReader reader;
  private final LearningRateSchedule schedule;
  private final BestWeights best = new BestWeights();
  private final List<Double> epochLosses = new ArrayList<>();
  private final List<Double> validationLosses = new ArrayList<>();
  private CheckpointStore checkpoints = CheckpointStore.NONE;
  private RunIdentity identity;
  private int epoch = 1;
  private int batch;
  private double lossSum;
  private long seen;

  TrainingRun(
      TrainingConfig config,
      Student student,
      Objective objective,
      SortedMap<String, NDArray> parameters,
      AdamW optimiser,
      RowSpool rows,
      RowSpool validation) {
    this.config = config;
    this.student = student;
    this.objective = objective;
    this.parameters = parameters;
    this.optimiser = optimiser;
    this.rows = rows;
    this.validation = validation;
    plan = new BatchPlan(rows, config.batchSize());
    reader = new BatchReader(rows);
    schedule =
        LearningRateSchedule.of((long) config.epochs() * plan.batches(), config.warmupFraction());
  }

  /** Goes on from the stored checkpoint, if there is one, and writes more as the run goes. */
  void keepIn(CheckpointStore store) {
    checkpoints = store;
    identity = RunIdentity.of(config, parameters, rows, validation);
    store.load().map(Checkpoint::fromBytes).ifPresent(this::resume);
  }

  private void resume(Checkpoint checkpoint) {
    identity.requireSame(checkpoint.identity());
    checkpoint.restore(best, optimiser, parameters);
    RunProgress progress = checkpoint.progress();
    epoch = progress.epoch();
    batch = progress.batch();
    lossSum = progress.lossSum();
    seen = progress.seen();
    epochLosses.addAll(progress.epochLosses());
    validationLosses.addAll(progress.validationLosses());
  }

  void toTheEnd(TrainingListener listener) {
    while (epoch <= config.epochs() && !outOfPatience()) {
      plan.shuffle(config.seed(), epoch);
      while (batch < plan.batches()) {
        step(plan.batch(batch), listener);
      }
      endEpoch();
    }
    best.apply(parameters);
  }

  private boolean outOfPatience() {
    int finished = epoch - 1;
    return validation != null
        && config.patience() > 0
        && finished - best.mark().epoch() >= config.patience();
  }

  private void step(int[] positions, TrainingListener listener) {
    double loss = collect(positions);
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
    lossSum += loss * positions.length;
    seen += positions.length;
    batch++;
    if (checkpoints != CheckpointStore.NONE && isCheckpoint(optimiser.steps())) {
      checkpoints.save(Checkpoint.of(identity, progress(), best, optimiser, parameters).toBytes());
    }
    listener.onStep(
        new TrainingListener.Progress(optimiser.steps(), schedule.steps(), epoch, lossSum / seen));
  }

  private boolean isCheckpoint(long step) {
    return step % Math.max(1, schedule.steps() / CHECKPOINTS) == 0;
  }

  private RunProgress progress() {
    return new RunProgress(
        optimiser.steps(), epoch, batch, lossSum, seen, epochLosses, validationLosses);
  }

  private double collect(int[] positions) {
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      RowBatch rowBatch = reader.read(scope.manager(), positions);
      NDArray loss = objective.loss(student.pooled(rowBatch), rowBatch);
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  private void endEpoch() {
    epochLosses.add(lossSum / seen);
    if (validation != null) {
      Evaluation evaluation = Evaluation.of(student, objective, validation, config.batchSize());
      validationLosses.add(evaluation.loss());
      best.offer(new BestWeights.Mark(epoch, evaluation.loss(), evaluation.accuracy()), parameters);
    }
    epoch++;
    batch = 0;
    lossSum = 0;
    seen = 0;
  }

  TrainingReport report(double seconds) {
    return new TrainingReport(
        rows.rows(),
        optimiser.steps(),
        List.copyOf(epochLosses),
        List.copyOf(validationLosses),
        best.mark().accuracy(),
        validation == null ? epochLosses.size() : best.mark().epoch(),
        seconds);
  }

  @Override
  public void close() {
    plan.close();
  }
}
