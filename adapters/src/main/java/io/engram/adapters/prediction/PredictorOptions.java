package io.engram.adapters.prediction;

/**
 * How rows are brought together; none of it changes an answer by more than rounding.
 *
 * @param batchRows rows in one forward pass at most
 * @param batchTokens padded tokens in one forward pass at most; bounds native memory for long rows
 * @param windowRows rows that are tokenised and sorted by length together
 * @param threads workers that run batches side by side, each on one core; 1 runs in the calling
 *     thread
 */
public record PredictorOptions(int batchRows, int batchTokens, int windowRows, int threads) {

  public PredictorOptions {
    require("batchRows", batchRows);
    require("batchTokens", batchTokens);
    require("windowRows", windowRows);
    require("threads", threads);
  }

  /** 64 rows or 1,024 tokens a batch, windows of 8,192 rows, the calling thread only. */
  public static PredictorOptions defaults() {
    return new PredictorOptions(64, 1024, 8192, 1);
  }

  public PredictorOptions withBatchRows(int rows) {
    return new PredictorOptions(rows, batchTokens, windowRows, threads);
  }

  public PredictorOptions withBatchTokens(int tokens) {
    return new PredictorOptions(batchRows, tokens, windowRows, threads);
  }

  public PredictorOptions withWindowRows(int rows) {
    return new PredictorOptions(batchRows, batchTokens, rows, threads);
  }

  public PredictorOptions withThreads(int workers) {
    return new PredictorOptions(batchRows, batchTokens, windowRows, workers);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
