package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.runtime.BackgroundThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The batches of one epoch with changed pictures, which other threads change while the engine
 * computes: at most {@link #AHEAD} batches wait.
 */
final class ChangedPictures implements EpochBatches {
  private static final int AHEAD = 4;
  private static final int THREADS = 2;

  private final RowSpool rows;
  private final BatchReader reader;
  private final BatchPlan plan;
  private final Descent.PictureChange change;
  private final int epoch;
  private final BackgroundThreads workers = new BackgroundThreads(THREADS, "engram-pictures");
  private final Queue<Future<Ready>> waiting = new ArrayDeque<>();
  private int planned;

  private record Ready(int[] positions, List<Pixels> pictures) {}

  ChangedPictures(
      RowSpool rows,
      BatchReader reader,
      BatchPlan plan,
      Descent.PictureChange change,
      int epoch,
      int first) {
    this.rows = rows;
    this.reader = reader;
    this.plan = plan;
    this.change = change;
    this.epoch = epoch;
    planned = first;
    fill();
  }

  private void fill() {
    while (waiting.size() < AHEAD && planned < plan.batches()) {
      int[] positions = plan.batch(planned++);
      waiting.add(workers.submit(() -> new Ready(positions, changed(positions))));
    }
  }

  private List<Pixels> changed(int[] positions) {
    List<Pixels> pictures = new ArrayList<>(positions.length);
    for (int position : positions) {
      pictures.add(change.apply(rows.picture(position), epoch, position));
    }
    return pictures;
  }

  @Override
  public RowBatch next(NDManager scope) {
    try {
      Ready ready = waiting.remove().get();
      fill();
      return reader.read(scope, ready.positions(), ready.pictures());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("training was interrupted while it waited for pictures");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a picture could not be changed", e.getCause());
    }
  }

  /** Returns when no thread reads the rows any more. */
  @Override
  public void close() {
    workers.close();
  }
}
