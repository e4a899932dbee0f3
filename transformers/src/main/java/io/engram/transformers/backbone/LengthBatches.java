package io.engram.transformers.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows go through the encoder together: rows of like length, so that little is padded. The
 * same lengths give the same batches.
 */
public final class LengthBatches {
  private LengthBatches() {}

  /**
   * @param lengths tokens of each row
   * @param maxRows rows in a batch at most
   * @param maxTokens padded tokens in a batch at most; a longer row is a batch of its own
   * @return every row index once; inside a batch and from batch to batch by falling length, rows of
   *     one length in their order
   */
  public static List<int[]> plan(int[] lengths, int maxRows, int maxTokens) {
    if (maxRows < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "a batch needs room for a row and a token, got " + maxRows + " and " + maxTokens);
    }
    long[] order = new long[lengths.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) -lengths[i] << 32) | i;
    }
    Arrays.sort(order);
    List<int[]> batches = new ArrayList<>();
    int start = 0;
    while (start < order.length) {
      int longest = Math.max(1, lengths[(int) order[start]]);
      int rows =
          Math.min(Math.min(maxRows, Math.max(1, maxTokens / longest)), order.length - start);
      int[] batch = new int[rows];
      for (int i = 0; i < rows; i++) {
        batch[i] = (int) order[start + i];
      }
      batches.add(batch);
      start += rows;
    }
    return batches;
  }
}
