package io.engram.adapters.training;

import ai.djl.ndarray.NDManager;

/** The batches of one epoch, one after another. */
interface EpochBatches extends AutoCloseable {

  /**
   * The next batch.
   *
   * @param scope owner of its arrays; to be closed before the next batch is read
   */
  RowBatch next(NDManager scope);

  @Override
  void close();

  /** Batches whose rows are taken as they are. */
  static EpochBatches plain(BatchReader reader, BatchPlan plan, int first) {
    return new EpochBatches() {
      private int index = first;

      @Override
      public RowBatch next(NDManager scope) {
        return reader.read(scope, plan.batch(index++));
      }

      @Override
      public void close() {}
    };
  }
}
