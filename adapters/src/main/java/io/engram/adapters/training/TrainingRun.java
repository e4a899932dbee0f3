package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.engram.transformers.metrics.WorkTime;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a {@link TrainingLoop}: its progress, step by step. */
final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private final TrainingConfig config;
  private final Descent descent;
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
  private final long start = System.nanoTime();
  private double secondsBefore;
  private RunIdentity identity;
  private int epoch = 1;
  private int batch;
  private double lossSum;
  private long seen;

  TrainingRun(
      TrainingConfig config,
      Descent descent,
      Student student,
      Objective objective,
      SortedMap<String, NDArray> parameters,
      AdamW optimiser,
      RowSpool rows,
      RowSpool validation) {
    this.config = config;
    this.descent = descent;
    this.student = student;
    this.objective = objective;
    this.parameters = parameters;
    this.optimiser = optimiser;
    this.rows = rows;
    this.validation = validation;
    plan = new BatchPlan(rows, config.batchSize());
    reader = new BatchReader(rows);
    schedule =
        LearningRateSchedule.of(
            (long) config.epochs() * plan.batches(), config.warmupFraction(), descent.decay());
  }

  /**
   * Goes on from a checkpoint, if it was made where this run is.
   *
   * @throws TrainingException when it belongs to another run
   */
  void resume(Checkpoint checkpoint) {
    RunIdentity saved = checkpoint.identity();
    identity().requireSameWork(saved);
    if (!identity().place().equals(saved.place())) {
      LOG.warn(
          "the training begins anew: its checkpoint after step {} was made on {}, this is {}",
          checkpoint.progress().steps(),
          saved.place(),
          identity().place());
      return;
    }
    restore(checkpoint);
    LOG.info("the training goes on after step {} of {}", optimiser.steps(), schedule.steps());
  }

  private void restore(Checkpoint checkpoint) {
    checkpoint.restore(best, optimiser, parameters);
    RunProgress progress = checkpoint.progress();
    epoch = progress.epoch();
    batch = progress.batch();
    lossSum = progress.lossSum();
    seen = progress.seen();
    epochLosses.addAll(progress.epochLosses());
    validationLosses.addAll(progress.validationLosses());
    secondsBefore = progress.seconds();
  }

  // Only runs that are kept pay for it: it reads every key.
  private RunIdentity identity() {
    if (identity == null) {
      identity = RunIdentity.of(config, descent.recipe(), parameters, rows, validation);
    }
    return identity;
  }

  void toTheEnd(Checkpoints checkpoints, TrainingListener listener) {
    CheckpointWriter writer =
        new CheckpointWriter(
            checkpoints,
            schedule.steps(),
            optimiser.steps(),
            Checkpoint.bytes(parameters.values(), validation != null));
    while (epoch <= config.epochs() && !outOfPatience()) {
      plan.shuffle(config.seed(), epoch);
      try (EpochBatches batches = batches()) {
        while (batch < plan.batches()) {
          step(batches, writer, listener);
        }
      }
      endEpoch(listener);
    }
    best.apply(parameters);
    writer.end();
  }

  private EpochBatches batches() {
    return rows.layout().picture() == null
        ? EpochBatches.plain(reader, plan, batch)
        : new ChangedPictures(rows, reader, plan, descent.pictures(), epoch, batch);
  }

  private boolean outOfPatience() {
    int finished = epoch - 1;
    return validation != null
        && config.patience() > 0
        && finished - best.mark().epoch() >= config.patience();
  }

  private void step(EpochBatches batches, CheckpointWriter writer, TrainingListener listener) {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingInterruptedException(
          "the training was interrupted after step "
              + optimiser.steps()
              + " of "
              + schedule.steps(),
          null);
    }
    int[] positions = plan.batch(batch);
    double loss = descend(batches, positions);
    lossSum += loss * positions.length;
    seen += positions.length;
    batch++;
    writer.after(
        optimiser.steps(),
        () -> Checkpoint.of(identity(), progress(), best, optimiser, parameters));
    listener.onStep(
        new TrainingListener.Progress(optimiser.steps(), schedule.steps(), epoch, lossSum / seen));
  }

  private double descend(EpochBatches batches, int[] positions) {
    try (WorkTime.Clock clock = WorkTime.ADAPTED_LAYERS.start()) {
      double loss = collect(batches);
      requireFinite("loss", loss, rows, positions[0]);
      if (Double.isFinite(descent.maxGradientNorm())) {
        requireFinite("gradient", optimiser.clip(descent.maxGradientNorm()), rows, positions[0]);
      }
      optimiser.step(schedule.factor(optimiser.steps() + 1));
      return loss;
    }
  }

  private void requireFinite(String what, double value, RowSpool of, int firstRow) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          "the "
              + what
              + " is "
              + value
              + " at step "
              + (optimiser.steps() + 1)
              + " (epoch "
              + epoch
              + ", first row '"
              + of.key(firstRow)
              + "'); lower the learning rate, or look for features that are no numbers");
    }
  }

  private RunProgress progress() {
    return new RunProgress(
        optimiser.steps(), epoch, batch, lossSum, seen, epochLosses, validationLosses, seconds());
  }

  private double collect(EpochBatches batches) {
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      RowBatch rowBatch = batches.next(scope.manager());
      NDArray pooled = student.pooledInTraining(rowBatch, optimiser.steps() + 1);
      NDArray loss = objective.loss(pooled, rowBatch);
      NDArray whole = student.penalty(scope.manager()).map(loss::add).orElse(loss);
      collector.backward(whole);
      return whole.getFloat();
    }
  }

  private void endEpoch(TrainingListener listener) {
    epochLosses.add(lossSum / seen);
    Evaluation evaluation = new Evaluation(Double.NaN, Double.NaN);
    if (validation != null) {
      evaluation = Evaluation.of(student, objective, validation, config.batchSize());
      requireFinite("loss of the validation rows", evaluation.loss(), validation, 0);
      validationLosses.add(evaluation.loss());
      best.offer(new BestWeights.Mark(epoch, evaluation.loss(), evaluation.accuracy()), parameters);
    }
    listener.onEpoch(
        new TrainingListener.EpochEnd(
            epoch, lossSum / seen, evaluation.loss(), evaluation.accuracy()));
    epoch++;
    batch = 0;
    lossSum = 0;
    seen = 0;
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - start) / 1e9;
  }

  TrainingReport report() {
    return new TrainingReport(
        rows.rows(),
        optimiser.steps(),
        List.copyOf(epochLosses),
        List.copyOf(validationLosses),
        best.mark().accuracy(),
        validation == null ? epochLosses.size() : best.mark().epoch(),
        seconds());
  }

  @Override
  public void close() {
    plan.close();
  }
}
