package io.engram.adapters.training;

/**
 * What every row of a spool carries.
 *
 * @param width values of one token's state and of the pooled vector
 * @param tokens whether rows carry the hidden states of their tokens
 * @param pooled whether rows carry the pooled output of the plain backbone
 * @param targets values of the distillation target, 0 for none
 */
public record RowLayout(int width, boolean tokens, boolean pooled, int targets) {

  static RowLayout of(int width, FeatureRow row) {
    return new RowLayout(
        width, row.hidden().length > 0, row.pooled().length > 0, row.target().length);
  }

  /** Floats of one row with so many tokens. */
  int floats(int length) {
    return Math.addExact(
        tokens ? Math.multiplyExact(length, width) : 0, (pooled ? width : 0) + targets);
  }

  /** Where the pooled vector begins, in floats from the row's start. */
  int pooledStart(int length) {
    return tokens ? length * width : 0;
  }

  /** Where the target begins, in floats from the row's start. */
  int targetStart(int length) {
    return pooledStart(length) + (pooled ? width : 0);
  }

  void check(FeatureRow row) {
    expect(row, "hidden values", row.hidden().length, tokens ? row.length() * width : 0);
    expect(row, "pooled values", row.pooled().length, pooled ? width : 0);
    expect(row, "target values", row.target().length, targets);
  }

  private static void expect(FeatureRow row, String what, int actual, int expected) {
    if (actual != expected) {
      throw new SpoolException(
          "row '"
              + row.key()
              + "' of "
              + row.length()
              + " tokens has "
              + actual
              + " "
              + what
              + ", the rows of this task have "
              + expected);
    }
  }
}
