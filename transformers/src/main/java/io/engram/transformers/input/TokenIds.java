package io.engram.transformers.input;

/**
 * One tokenised text or text pair, special tokens included, without padding.
 *
 * @param ids token ids, length at least 2
 * @param typeIds segment of each token (0 first text, 1 second)
 * @param truncated whether tokens were cut off at the maximum length
 */
public record TokenIds(int[] ids, int[] typeIds, boolean truncated) implements ModelInput {

  @Override
  public int length() {
    return ids.length;
  }

  @Override
  public long bytes() {
    return 2L * Integer.BYTES * ids.length;
  }
}
