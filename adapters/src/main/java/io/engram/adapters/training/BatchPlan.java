package io.engram.adapters.training;

import io.engram.adapters.TaskSeed;
import java.util.Arrays;
import java.util.Random;

/**
 * Which rows form which batch. Rows are shuffled, then sorted by length inside windows of some
 * batches, so that little of a batch is padding; the batches of a window are shuffled again. The
 * order is a pure function of the seed, the epoch and the rows in the order of their keys.
 */
final class BatchPlan implements AutoCloseable {
  private static final int WINDOW_BATCHES = 64;

  private final RowSpool rows;
  private final int batchSize;
  private final MappedInts order;

  BatchPlan(RowSpool rows, int batchSize) {
    this.rows = rows;
    this.batchSize = batchSize;
    this.order = rows.newInts();
    inOrder();
  }

  /** The order for evaluation: nothing is shuffled. */
  private void inOrder() {
    for (int i = 0; i < order.size(); i++) {
      order.set(i, i);
    }
    bucket(null);
  }

  /**
   * The order of one epoch.
   *
   * @param epoch from 1
   */
  void shuffle(long seed, int epoch) {
    Random random = new Random(TaskSeed.of(seed, "order." + epoch));
    for (int i = 0; i < order.size(); i++) {
      order.set(i, i);
    }
    for (int i = order.size() - 1; i > 0; i--) {
      order.swap(i, random.nextInt(i + 1));
    }
    bucket(random);
  }

  private void bucket(Random random) {
    int window = (int) Math.min(order.size(), (long) batchSize * WINDOW_BATCHES);
    long[] byLength = new long[window];
    int[] positions = new int[window];
    for (int start = 0; start < order.size(); start += window) {
      int count = Math.min(window, order.size() - start);
      for (int i = 0; i < count; i++) {
        positions[i] = order.get(start + i);
        byLength[i] = (long) rows.length(positions[i]) << 32 | i;
      }
      Arrays.sort(byLength, 0, count);
      int[] batches = identity(count / batchSize);
      if (random != null) {
        shuffle(batches, random);
      }
      for (int i = 0; i < count; i++) {
        int batch = i / batchSize;
        int source = batch < batches.length ? batches[batch] * batchSize + i % batchSize : i;
        order.set(start + i, positions[(int) byLength[source]]);
      }
    }
  }

  private static int[] identity(int size) {
    int[] values = new int[size];
    Arrays.setAll(values, i -> i);
    return values;
  }

  private static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  int batches() {
    return (order.size() + batchSize - 1) / batchSize;
  }

  /** Positions of the rows of one batch, from 0. */
  int[] batch(int index) {
    int start = index * batchSize;
    int[] positions = new int[Math.min(batchSize, order.size() - start)];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = order.get(start + i);
    }
    return positions;
  }

  @Override
  public void close() {
    order.close();
  }
}
