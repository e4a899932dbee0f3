package io.engram.consolidation.spark;

/** A row that cannot be predicted while bad rows are errors. */
public final class BadRowException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String row;
  private final String column;
  private final String problem;

  /**
   * @param row its key, or where it was read
   * @param column the column at fault
   * @param problem what is wrong, with the column
   */
  BadRowException(String row, String column, String problem) {
    super(
        "row "
            + row
            + ": "
            + problem
            + "; set handleInvalid to skip (leave such rows out) or keep (give them an error and no prediction)");
    this.row = row;
    this.column = column;
    this.problem = problem;
  }

  /** Key of the row, or where it was read. */
  public String row() {
    return row;
  }

  /** The column at fault. */
  public String column() {
    return column;
  }

  /** What is wrong, without row and remedy. */
  public String problem() {
    return problem;
  }
}
