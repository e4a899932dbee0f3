package io.engram.transformers.backbone;

import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.TokenIds;
import java.util.List;

/** Rows that go through an encoder together. */
public sealed interface InputBatch permits TokenBatch, PixelBatch {

  /**
   * Rows of one kind as a batch.
   *
   * @throws IllegalArgumentException when there is no row, or rows are of different kinds
   */
  static InputBatch of(List<? extends ModelInput> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one row");
    }
    if (rows.get(0) instanceof TokenIds) {
      return TokenBatch.of(all(rows, TokenIds.class));
    }
    return PixelBatch.of(all(rows, Pixels.class));
  }

  private static <T> List<T> all(List<? extends ModelInput> rows, Class<T> kind) {
    for (ModelInput row : rows) {
      if (!kind.isInstance(row)) {
        throw new IllegalArgumentException(
            "a batch has rows of one kind, got "
                + kind.getSimpleName()
                + " and "
                + row.getClass().getSimpleName());
      }
    }
    return rows.stream().map(kind::cast).toList();
  }

  /** Real positions of each row. */
  int[] lengths();

  /** Positions of the longest row, to which others are padded. */
  int length();

  default int rows() {
    return lengths().length;
  }
}
