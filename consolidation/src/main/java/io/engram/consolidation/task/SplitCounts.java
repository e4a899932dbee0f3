package io.engram.consolidation.task;

/**
 * Rows of each split.
 *
 * @param train rows that are learnt
 * @param validation rows that decide when training stops
 * @param test rows that are only ever scored
 */
public record SplitCounts(long train, long validation, long test) {
  public static final SplitCounts NONE = new SplitCounts(0, 0, 0);

  public long total() {
    return train + validation + test;
  }

  public SplitCounts plus(SplitCounts other) {
    return new SplitCounts(train + other.train, validation + other.validation, test + other.test);
  }

  public long of(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
