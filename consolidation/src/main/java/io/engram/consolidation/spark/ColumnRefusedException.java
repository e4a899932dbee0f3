package io.engram.consolidation.spark;

/** A table that lacks a column, or has one of a wrong type or in the way; names the column. */
public final class ColumnRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String param;
  private final String problem;

  /**
   * @param column name of the column
   * @param param of the stage that names it
   * @param problem what is wrong with it, as the rest of a sentence
   */
  ColumnRefusedException(String column, String param, String problem) {
    super("column '" + column + "' (" + param + ") " + problem);
    this.column = column;
    this.param = param;
    this.problem = problem;
  }

  /** Name of the column. */
  public String column() {
    return column;
  }

  /** Param of the stage that names it. */
  public String param() {
    return param;
  }

  /** What is wrong with it, as a sentence without the param. */
  public String problem() {
    return "column '" + column + "' " + problem;
  }
}
