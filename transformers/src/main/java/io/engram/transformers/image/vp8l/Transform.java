package io.engram.transformers.image.vp8l;

/** What was done to pixels so that they take fewer bits (section 3.5). */
interface Transform {
  /**
   * Undoes it in one row. Rows come from the first to the last, each once.
   *
   * @param row alpha, red, green and blue from the highest to the lowest bits: as many as the
   *     picture is wide; is changed. What is behind the pixels that the transform has is ignored.
   */
  void undo(int[] row, int y);
}
